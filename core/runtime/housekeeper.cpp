#include "runtime/housekeeper.hpp"

#include <algorithm>
#include <chrono>

#include "base/log.hpp"

namespace stepgate::runtime {
namespace {

constexpr Ms kBreath = 5;  ///< between two steps of one task: others want the writer too

Ms steady() { return system_clock().steady(); }

}  // namespace

Housekeeper::Housekeeper(std::vector<HouseTask> tasks) : tasks_(std::move(tasks)) {}
Housekeeper::~Housekeeper() { stop(); }

void Housekeeper::start() {
  thread_ = std::thread([this] { work(); });
}

void Housekeeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Housekeeper::pause(Ms ms) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, std::chrono::milliseconds(ms), [this] { return stopping_; });
}

void Housekeeper::work() {
  std::vector<Ms> next(tasks_.size(), 0);
  for (;;) {
    Ms soonest = steady() + 60'000;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      if (steady() >= next[i]) {
        bool more = false;
        try {
          more = tasks_[i].step();
        } catch (const std::exception& e) {
          log(Severity::error, "runtime", tasks_[i].name + " failed: " + e.what());
        }
        next[i] = steady() + (more ? kBreath : tasks_[i].every);
      }
      soonest = std::min(soonest, next[i]);
    }
    if (!pause(std::max<Ms>(1, soonest - steady()))) return;
  }
}

}  // namespace stepgate::runtime
