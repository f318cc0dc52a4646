// The engine's workers in simulated time: a job begins when its time has come, in one instant, and
// its report comes later. All of it dies with the life it belongs to.
#pragma once
#include <functional>

#include "runtime/workers.hpp"
#include "sim/ground.hpp"

namespace stepgate::sim {

class Services;
class Watch;

class SimWorkers final : public runtime::Workers {
 public:
  /// `wake`: something has come for the engine.
  SimWorkers(Ground& ground, Services& services, Life life, std::function<void()> wake)
      : ground_(ground), services_(services), life_(life), wake_(std::move(wake)) {}

  void send(runtime::Job job) override;
  void read(runtime::Job job) override { put(std::move(job), Point::read, Point::read); }
  void chore(runtime::Job job) override { put(std::move(job), Point::chore, Point::chore); }
  void commit(runtime::Job job) override {
    put(std::move(job), Point::commit, Point::commit_report);
  }
  void stop_sends_and_reads() override { stopped_ = true; }
  void stop() override {}

  int sends_under_way() const noexcept { return sends_; }

 private:
  void put(runtime::Job job, Point begin, Point report);
  void later(Ms at, std::function<void()> run) { ground_.timeline.add(at, life_, std::move(run)); }

  Ground& ground_;
  Services& services_;
  Life life_;
  std::function<void()> wake_;
  bool stopped_ = false;
  int sends_ = 0;
};

}  // namespace stepgate::sim
