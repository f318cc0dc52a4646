// The services of a simulated run as the engine's catalog: plans with versions, gates, grants. What
// is decided here outlives a crash of the host.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/ports.hpp"
#include "sim/ground.hpp"

namespace stepgate::sim {

class Services;

struct Service {
  flow::ServiceId id = 0;
  std::vector<flow::PlanRef> plans;  ///< by version, from 1
  enum class Kind : std::uint8_t { callback, native, native_later } kind = Kind::callback;
  std::size_t takes_people = 1000;  ///< more are answered with 413
  bool grant_good = true, renewable = false;
  bool paused = false, loaded = true;
  Ms closed_since = kNever;                   ///< steady time since which nothing new may go to it
  std::shared_ptr<runtime::Adapter> adapter;  ///< asked for its status, it is there or not

  const flow::Plan& plan() const { return *plans.back(); }
  bool open() const { return !paused && loaded; }
};

class SimCatalog final : public runtime::Catalog {
 public:
  explicit SimCatalog(Ground& ground) : ground_(ground) {}
  /// One to three services as the seed wants them, all submits of which go to `services`.
  void draw(Services& services);

  flow::PlanRef plan(flow::ServiceId service, std::int32_t version) override;
  flow::PlanRef current_plan(flow::ServiceId service) override;
  std::shared_ptr<runtime::Adapter> adapter(flow::ServiceId service, std::int32_t version) override;
  runtime::ServiceGate gate(flow::ServiceId service) override;
  void renew_grant(flow::ServiceId service) override;
  void pause(flow::ServiceId service, const std::string& reason) override;
  void learn_chunk_size(flow::ServiceId service, std::int32_t people) override;
  std::string unknown_answer(runtime::CallbackAnswer, std::string_view, std::string_view) override {
    return "unknown";
  }

  // What people do.
  void set_paused(flow::ServiceId service, bool paused);
  void set_loaded(flow::ServiceId service, bool loaded);
  void replace_credentials(flow::ServiceId service);
  void change_plan(flow::ServiceId service);
  Service& get(flow::ServiceId service) {
    return services_.at(static_cast<std::size_t>(service - 1));
  }
  std::vector<Service>& all() { return services_; }
  /// A service was paused for its credentials: somebody has to come.
  std::function<void(flow::ServiceId)> on_refused;

 private:
  void note_gate(Service& service);
  Ground& ground_;
  std::vector<Service> services_;
};

}  // namespace stepgate::sim
