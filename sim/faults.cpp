#include "sim/faults.hpp"

namespace stepgate::sim {
namespace {

double rate(Random& random) {
  static constexpr std::array<double, 8> kRates{0, 0, 0, 0, 0.02, 0.1, 0.3, 0.7};
  return random.one_of(kRates);
}

double rare(Random& random) {
  static constexpr std::array<double, 4> kRates{0, 0, 0.005, 0.03};
  return random.one_of(kRates);
}

int times(Random& random, int most) {
  return random.one_in(2) ? 0 : static_cast<int>(random.between(1, most));
}

}  // namespace

Faults Faults::drawn(Random& random) {
  Faults f;
  for (double* p : {&f.refused,        &f.cut_body,      &f.lost_answer,   &f.busy,
                    &f.early_503,      &f.late_503,      &f.unauthorized,  &f.client_error,
                    &f.server_error,   &f.hold,          &f.work_anyway,   &f.no_callback,
                    &f.early_callback, &f.late_callback, &f.twice,         &f.other_results,
                    &f.garbage,        &f.wrong_token,   &f.lost_callback, &f.lost_callback_answer,
                    &f.missing,        &f.failing,       &f.chunk_error,   &f.gives_up})
    *p = rate(random);
  for (double* p : {&f.crash_before_commit, &f.crash_after_commit, &f.read_error})
    *p = rare(random);
  for (bool& slow : f.slow) slow = random.one_in(4);
  f.kills = times(random, 3);
  f.stops = times(random, 2);
  f.jumps = times(random, 3);
  f.freezes = times(random, 2);
  f.outages = times(random, 2);
  f.run_pauses = times(random, 2);
  f.aborts = times(random, 2);
  f.service_pauses = times(random, 2);
  f.adapter_outages = times(random, 1);
  f.plan_changes = times(random, 2);
  f.late_applied = times(random, 6);
  f.until = random.between(20'000, 900'000);
  return f;
}

void Faults::end() {
  const auto ended = until;
  *this = {};
  until = ended;
}

flow::Ms Faults::delay(Point point, Random& random) const {
  if (slow[static_cast<std::size_t>(point)] && random.one_in(3)) return random.between(0, 8'000);
  return random.between(0, 3);
}

}  // namespace stepgate::sim
