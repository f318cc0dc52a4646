#include "sim/simulation.hpp"

#include <algorithm>

namespace stepgate::sim {
namespace {

constexpr Ms kTick = 250;
constexpr Ms kLongestIdle = 30'000;  ///< a host with nothing to do is looked after that seldom
/// After the faults have ended: deadlines, budgets and the grace after a start, twice over.
constexpr Ms kMustEndWithin = 2 * 3'600'000;
constexpr std::uint64_t kMostSteps = 200'000;

}  // namespace

Verdict run_seed(std::uint64_t seed, bool trace_text, const Seams& seams) {
  return Simulation(seed, trace_text, seams).run();
}

Simulation::Simulation(std::uint64_t seed, bool trace_text, const Seams& seams)
    : seed_(seed), seams_(seams), ground_(seed, trace_text) {
  catalog_.draw(services_);
  catalog_.on_refused = [this](flow::ServiceId service) {
    after(ground_.random.between(1, 60) * 1000, [this, service] {
      catalog_.replace_credentials(service);
      gate_changed(service);
    });
  };
  watch_.breaker_open = [this](flow::ServiceId service) {
    const auto lane = host_ ? host_->engine->lane(service) : std::nullopt;
    return lane && lane->breaker_open;
  };
  services_.probes_get_lost = seams.probes_get_lost;
  services_.deliver = [this](Delivery delivery) { deliver(std::move(delivery)); };
  draw_people();
  plan_runs();
  plan_interference();
}

Verdict Simulation::run() {
  Verdict verdict;
  verdict.seed = seed_;
  try {
    start();
    loop();
    watch_.at_end();
    if (!exchanges_.empty()) throw Violation{"I11", "a callback was never answered"};
    if (seed_ % 16 == 0 && model_.dump().find(kTokenHead) != std::string::npos)
      throw Violation{"I16", "a token lies in the store in clear"};
  } catch (Violation& violation) {
    verdict.violation = std::move(violation);
  } catch (const std::exception& e) {
    verdict.violation = Violation{"I0", std::string("an exception that nobody took: ") + e.what()};
  }
  verdict.steps = ground_.trace.steps();
  verdict.hash = ground_.trace.hash();
  verdict.rows = ground_.rows;
  verdict.breakers = watch_.breakers();
  verdict.trace = ground_.trace.text();
  return verdict;
}

bool Simulation::over() const {
  return ground_.now() >= ground_.faults.until && runs_to_come_ == 0 && ground_.timeline.empty() &&
         watch_.all_runs_ended();
}

void Simulation::loop() {
  while (!over()) {
    const Ms turn_at = host_ ? std::max(turn_at_, frozen_until_) : kNever;
    const Ms next = std::min(turn_at, ground_.timeline.next());
    if (next > ground_.faults.until + kMustEndWithin || ground_.trace.steps() > kMostSteps)
      throw Violation{"I11", "this never ends: " + watch_.open_text()};
    ground_.clock.go_to(next);
    try {
      if (turn_at <= ground_.timeline.next()) {
        turn();
        continue;
      }
      auto event = ground_.timeline.take();
      if (event.life != kWorld && next < frozen_until_) {
        ground_.timeline.put_back(std::move(event), frozen_until_);
        continue;
      }
      event.run();
    } catch (const Crash&) {
      die("crash");
    }
  }
}

/// One turn of the engine, as its thread would take it.
void Simulation::turn() {
  idle_ = something_came_ ? kTick : std::min(2 * idle_, kLongestIdle);
  something_came_ = false;
  turn_at_ = ground_.now() + idle_;
  if (!host_->engine->step(0)) die("stopped");
  watch_.turn_over();
}

void Simulation::wake() {
  something_came_ = true;
  turn_at_ = std::min(turn_at_, ground_.in(Point::turn));
}

runtime::EngineOptions Simulation::options() {
  runtime::EngineOptions options;
  options.epoch = lives_;
  for (const auto& [key, chunk] : model_.chunks())
    options.highest_chunk = std::max(options.highest_chunk, key.chunk);
  options.callback_url_base = "http://host/";
  options.callback_key = std::string(32, 'k');
  options.trace_chunks_per_run = 2;
  options.random = [this](std::size_t n) { return ground_.random.bytes(n); };
  options.decide = [this](const flow::ChunkRow& row, const flow::Event& event,
                          const flow::Policy& policy, flow::RunState run, flow::Ms now,
                          flow::Dice& dice) {
    auto decision = seams_.decide(row, event, policy, run, now, dice);
    watch_.decided(row, event, decision);
    return decision;
  };
  return options;
}

void Simulation::start() {
  ++lives_;
  ground_.note("start", {{"life", lives_}});
  watch_.life_begins(lives_);
  stopping_ = false;
  auto& host = host_.emplace();
  if (seams_.store) host.shell = seams_.store(store_);
  flow::Store& store = host.shell ? *host.shell : store_;
  if (seams_.catalog) host.catalog_shell = seams_.catalog(catalog_);
  runtime::Catalog& catalog = host.catalog_shell ? *host.catalog_shell : catalog_;
  host.workers = std::make_unique<SimWorkers>(ground_, services_, lives_, [this] { wake(); });
  host.engine =
      std::make_unique<runtime::Engine>(store, catalog, ground_.clock, options(), *host.workers);
  host.intake = std::make_unique<runtime::Intake>(store, catalog, *host.engine);
  wake();
}

/// Nothing of this life happens any more; the world goes on, and somebody starts the host again.
void Simulation::die(std::string_view how) {
  ground_.note("end", {{"life", lives_}}, how);
  ground_.timeline.forget(lives_);
  watch_.life_ends();
  host_.reset();
  frozen_until_ = 0;
  turn_at_ = kNever;
  auto cut_off = std::exchange(exchanges_, {});
  for (auto& [id, open] : cut_off) services_.unanswered(std::move(open.delivery));
  Random& random = ground_.random;
  after(random.one_in(8) ? random.between(20'000, 600'000) : random.between(100, 5'000),
        [this] { start(); });
}

}  // namespace stepgate::sim
