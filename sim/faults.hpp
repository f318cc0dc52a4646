// What goes wrong in one simulated run, and how often: each seed draws its own rates, and most of
// them are zero, so that every fault is also met alone.
#pragma once
#include <array>
#include <cstdint>

#include "sim/random.hpp"

namespace stepgate::sim {

/// Places where things can take long. Each is slow in a quarter of the seeds.
enum class Point : std::uint8_t {
  commit,           ///< a batch waits before it is written
  commit_report,    ///< it is durable, and the engine does not know yet
  send,             ///< a submit was handed out and has not begun
  send_report,      ///< it has returned, and the engine does not know yet
  read,             ///< people of a run
  chore,            ///< pausing a service, renewing a grant
  turn,             ///< the engine's next turn
  callback,         ///< on its way to the host
  callback_answer,  ///< on its way back
  count
};

struct Faults {
  // The way to a service.
  double refused = 0, cut_body = 0, lost_answer = 0;
  // What it answers.
  double busy = 0, early_503 = 0, late_503 = 0, unauthorized = 0, client_error = 0,
         server_error = 0, hold = 0, work_anyway = 0;
  // Its callbacks.
  double no_callback = 0, early_callback = 0, late_callback = 0, twice = 0, other_results = 0,
         garbage = 0, wrong_token = 0, lost_callback = 0, lost_callback_answer = 0, missing = 0,
         failing = 0, chunk_error = 0, gives_up = 0;
  // The host.
  double crash_before_commit = 0, crash_after_commit = 0, read_error = 0;
  std::array<bool, static_cast<std::size_t>(Point::count)> slow{};
  // How often people and machines interfere.
  int kills = 0, stops = 0, jumps = 0, freezes = 0, outages = 0, run_pauses = 0, aborts = 0,
      service_pauses = 0, adapter_outages = 0, plan_changes = 0, late_applied = 0;
  flow::Ms until = 0;  ///< steady time at which all of this ends

  static Faults drawn(Random& random);
  /// From now on all is well.
  void end();
  flow::Ms delay(Point point, Random& random) const;
};

}  // namespace stepgate::sim
