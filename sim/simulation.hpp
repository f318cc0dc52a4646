// One seed: a host with its store and services, all that befalls them, and the verdict.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "runtime/engine.hpp"
#include "runtime/intake.hpp"
#include "sim/catalog.hpp"
#include "sim/ground.hpp"
#include "sim/services.hpp"
#include "sim/store.hpp"
#include "sim/watch.hpp"
#include "sim/workers.hpp"

namespace stepgate::sim {

/// Where the tests of the simulator put faults into the engine. The product has no such place.
struct Seams {
  std::function<std::unique_ptr<flow::Store>(flow::Store&)> store;  ///< around a life's store
  decltype(runtime::EngineOptions::decide) decide = flow::decide;
  /// Around what a life is told of services.
  std::function<std::unique_ptr<runtime::Catalog>(runtime::Catalog&)> catalog;
  bool probes_get_lost = false;
};

struct Verdict {
  std::uint64_t seed = 0, steps = 0, hash = 0;
  std::optional<Violation> violation;
  std::array<std::uint64_t, 18> rows{};  ///< how often each row decided; index is its number
  std::uint64_t breakers = 0;            ///< that opened
  std::string trace;                     ///< when asked for
};

/// False: nothing of this engine decides this row. There is no inbox yet (T10), and no service is
/// replaced by another (T17).
constexpr bool can_be_hit(flow::Row row) { return row != flow::Row::T10 && row != flow::Row::T17; }

Verdict run_seed(std::uint64_t seed, bool trace_text = false, const Seams& seams = {});

class Simulation {
 public:
  Simulation(std::uint64_t seed, bool trace_text, const Seams& seams);
  Verdict run();

 private:
  /// The host from a start to its end.
  struct Host {
    std::unique_ptr<flow::Store> shell;               ///< a test's, or none
    std::unique_ptr<runtime::Catalog> catalog_shell;  ///< likewise
    std::unique_ptr<SimWorkers> workers;
    std::unique_ptr<runtime::Engine> engine;
    std::unique_ptr<runtime::Intake> intake;
  };
  // simulation.cpp: time and lives
  void loop();
  void turn();
  void wake();
  void start();
  void die(std::string_view how);
  runtime::EngineOptions options();
  bool over() const;

  // people.cpp: what people and machines do to the host
  void draw_people();
  void plan_runs();
  void plan_interference();
  void start_run();
  void pause_run(flow::RunId run);
  void resume_run(flow::RunId run);
  void set_run_state(flow::RunId run, flow::RunState from, flow::RunState to);
  void abort_run();
  void apply_late();
  void gate_changed(flow::ServiceId service);
  void calm_down();
  flow::RunId any_run();
  void sometime(int times, const std::function<void()>& act);
  void after(Ms delay, std::function<void()> act);

  // callbacks.cpp
  void deliver(Delivery delivery);
  void arrive(const Delivery& delivery);
  void complete(const Delivery& delivery, std::uint64_t exchange);
  void answer(std::uint64_t exchange, int status, const std::string& body);

  struct Open {
    Delivery delivery;
    Watch::Exchange exchange;
  };

  const std::uint64_t seed_;
  const Seams& seams_;
  Ground ground_;
  store::ModelStore model_;
  SimCatalog catalog_{ground_};
  Watch watch_{ground_, catalog_, model_};
  FaultyStore store_{ground_, model_, watch_};
  Services services_{ground_, catalog_, watch_};
  std::optional<Host> host_;
  Life lives_ = 0;
  Ms turn_at_ = kNever, idle_ = 0, frozen_until_ = 0;
  bool something_came_ = false, stopping_ = false;
  int runs_to_come_ = 0;
  std::map<std::uint64_t, Open> exchanges_;  ///< callbacks that wait for an answer
  std::uint64_t last_exchange_ = 0;
};

}  // namespace stepgate::sim
