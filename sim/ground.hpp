// What all parts of one simulated run share.
#pragma once
#include <array>
#include <string>

#include "flow/chunk.hpp"
#include "sim/clock.hpp"
#include "sim/faults.hpp"
#include "sim/random.hpp"
#include "sim/timeline.hpp"
#include "sim/trace.hpp"

namespace stepgate::sim {

/// The host drops dead here. No std::exception, so that nothing on the way takes it for a failure.
struct Crash {};
/// Something that must never be has been seen.
struct Violation {
  std::string invariant;  ///< "I4"
  std::string text;
};

struct Ground {
  Ground(std::uint64_t seed, bool trace_text)
      : random(seed), trace(trace_text), faults(Faults::drawn(random)) {}

  Random random;
  SimClock clock;
  Timeline timeline;
  Trace trace;
  Faults faults;
  /// How often each row of the table decided; index is its number.
  std::array<std::uint64_t, 18> rows{};

  Ms now() const { return clock.steady(); }
  Ms in(Point point) { return now() + faults.delay(point, random); }
  void note(std::string_view what, Trace::Numbers numbers, std::string_view words = {}) {
    trace.add(now(), what, numbers, words);
  }
  void hit(flow::Row row) { ++rows[static_cast<std::size_t>(row)]; }
};

}  // namespace stepgate::sim
