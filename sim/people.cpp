// What people and machines do to the host: runs, pauses, aborts, kills, clocks that are set.
#include <algorithm>

#include "sim/simulation.hpp"
#include "store/late_results.hpp"

namespace stepgate::sim {

void Simulation::after(Ms delay, std::function<void()> act) {
  ground_.timeline.add(ground_.now() + delay, kWorld, std::move(act));
}

void Simulation::sometime(int times, const std::function<void()>& act) {
  for (int i = 0; i < times; ++i) after(ground_.random.between(0, ground_.faults.until - 1), act);
}

void Simulation::draw_people() {
  Random& random = ground_.random;
  const auto buckets = random.count(1, 3);
  for (flow::Bucket bucket = 0; bucket < buckets; ++bucket) {
    flow::PersonId id = std::max<flow::PersonId>(1, flow::bucket_first(bucket));
    for (auto n = random.count(1, 14); n > 0; --n, id += random.count(1, 3)) {
      std::map<flow::FieldId, store::ModelStore::Value> values;
      if (!random.one_in(4)) {
        const store::ModelStore::Value value{flow::Cell::Kind::text, 0, 0, "suomi"};
        values[kCountry] = value;
        watch_.value_at_start(id, kCountry, value);
      }
      model_.put_person(id, std::move(values), ground_.clock.now());
    }
  }
}

void Simulation::plan_runs() {
  runs_to_come_ = ground_.random.count(1, 4);
  for (int i = 0; i < runs_to_come_; ++i)
    after(ground_.random.one_in(3) ? ground_.random.between(0, ground_.faults.until)
                                   : ground_.random.between(0, 2'000),
          [this] { start_run(); });
}

void Simulation::start_run() {
  --runs_to_come_;
  Random& random = ground_.random;
  const auto service = static_cast<flow::ServiceId>(random.below(catalog_.all().size()) + 1);
  store::NewRun wanted;
  wanted.campaign = 1;
  wanted.service = service;
  wanted.plan = catalog_.get(service).plan().version;
  if (random.one_in(3)) wanted.chunk_people = random.count(1, 4);
  if (random.one_in(4)) {
    wanted.audience.kind = store::Audience::Kind::where;
    wanted.audience.field = kScore;  // it fills while other runs work
  }
  const auto run = model_.create_run(wanted, ground_.clock.now());
  if (run == 0) return;
  const bool moving = wanted.audience.kind == store::Audience::Kind::where;
  watch_.run_wanted(run, service, moving ? -1 : static_cast<std::int64_t>(model_.people()));
  ground_.note("run asked for", {{"run", run}, {"service", service}});
  if (!host_) return;
  host_->engine->run_changed(run);
  wake();
}

flow::RunId Simulation::any_run() {
  const auto open = model_.open_runs();
  return open.empty() ? 0 : ground_.random.one_of(open).run;
}

void Simulation::set_run_state(flow::RunId run, flow::RunState from, flow::RunState to) {
  const flow::Op change = flow::RunChange{run, from, to};
  if (model_.commit({&change, 1}, model_.last_time()).front().applied != flow::Applied::applied)
    return;
  watch_.run_moved(run, to);
  if (!host_) return;
  host_->engine->run_changed(run);
  wake();
}

void Simulation::pause_run(flow::RunId run) {
  if (run == 0) return;
  set_run_state(run, flow::RunState::running, flow::RunState::paused);
  after(ground_.random.between(1, 120) * 1000, [this, run] { resume_run(run); });
}

void Simulation::resume_run(flow::RunId run) {
  set_run_state(run, flow::RunState::paused, flow::RunState::running);
}

void Simulation::abort_run() {
  const auto run = any_run();
  if (run == 0 || !host_ || stopping_) return;
  ground_.note("abort asked for", {{"run", run}});
  watch_.abort_asked(run);
  host_->engine->abort_run(run);
  wake();
}

/// Somebody looks at the dead letters, and wants what came late to count.
void Simulation::apply_late() {
  if (model_.late().empty() || !host_ || stopping_) return;
  const auto skip = static_cast<std::ptrdiff_t>(ground_.random.below(model_.late().size()));
  const auto& [at, late] = *std::next(model_.late().begin(), skip);
  const auto& [key, digest] = at;
  ground_.note("late asked for", {{"chunk", key.chunk & 0x3fffff}});
  watch_.late_asked(key);
  host_->engine->post(key, flow::LateApplied{store::late_results_of(late.results, digest)}, {},
                      nullptr);
  wake();
}

void Simulation::gate_changed(flow::ServiceId service) {
  ground_.note("gate", {{"service", service}, {"open", catalog_.get(service).open()}});
  if (!host_) return;
  host_->engine->service_changed(service);
  wake();
}

void Simulation::plan_interference() {
  Random& random = ground_.random;
  const auto any_service = [this] {
    return static_cast<flow::ServiceId>(ground_.random.below(catalog_.all().size()) + 1);
  };
  const Faults& f = ground_.faults;
  sometime(f.kills, [this] {
    if (host_) die("killed");
  });
  sometime(f.stops, [this] {
    if (!host_ || stopping_) return;
    ground_.note("stop", {});
    stopping_ = true;
    host_->engine->send_no_more();
    wake();
    ground_.timeline.add(ground_.now() + ground_.random.between(0, 8'000), lives_, [this] {
      host_->engine->take_no_more();
      wake();
    });
  });
  sometime(f.jumps, [this, &random] {
    const Ms by = random.between(-7'200, 7'200) * 1000;
    ground_.note("clock set", {{"by", by}});
    ground_.clock.jump(by);
  });
  sometime(f.freezes, [this, &random] {
    frozen_until_ = std::max(frozen_until_, ground_.now() + random.between(1, 90) * 1000);
    ground_.note("frozen", {{"until", frozen_until_}});
  });
  sometime(f.outages, [this, &random] {
    const Ms until = ground_.now() + random.between(1, 60) * 1000;
    ground_.note("disk full", {{"until", until}});
    store_.cannot_write_until(until);
  });
  sometime(f.run_pauses, [this] { pause_run(any_run()); });
  sometime(f.aborts, [this] { abort_run(); });
  sometime(f.late_applied, [this] { apply_late(); });
  sometime(f.service_pauses, [this, &random, any_service] {
    const auto service = any_service();
    catalog_.set_paused(service, true);
    gate_changed(service);
    after(random.between(1, 120) * 1000, [this, service] {
      catalog_.set_paused(service, false);
      gate_changed(service);
    });
  });
  sometime(f.adapter_outages, [this, &random, any_service] {
    const auto service = any_service();
    catalog_.set_loaded(service, false);
    gate_changed(service);
    after(random.between(1, 60) * 1000, [this, service] {
      catalog_.set_loaded(service, true);
      gate_changed(service);
    });
  });
  sometime(f.plan_changes, [this, any_service] {
    const auto service = any_service();
    catalog_.change_plan(service);
    gate_changed(service);
  });
  after(f.until, [this] { calm_down(); });
}

/// From here on all is well, and everything has to come to an end.
void Simulation::calm_down() {
  ground_.note("calm", {});
  ground_.faults.end();
  store_.cannot_write_until(0);
  for (auto& service : catalog_.all()) {
    catalog_.set_loaded(service.id, true);
    catalog_.replace_credentials(service.id);
    gate_changed(service.id);
  }
  for (const auto& run : model_.open_runs()) resume_run(run.run);
}

}  // namespace stepgate::sim
