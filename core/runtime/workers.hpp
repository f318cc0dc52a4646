// The threads that work for the engine, as an interface: real ones in the host, simulated time in
// sim/. What runs on them is the engine's own either way.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace stepgate::runtime {

/// The second half of a job: tells the engine what came of it.
using Report = std::function<void()>;
/// Work off the engine's thread. What it returns is called once, on any thread, when the work is
/// over: at once by threads, at a later simulated time in a simulation (a submit under way).
using Job = std::function<Report()>;

/// Requests held open at a time, over all services; beyond them a submit is like any other.
inline constexpr std::size_t kHeldSends = 32;

class Workers {
 public:
  virtual ~Workers() = default;
  virtual void send(Job job) = 0;  ///< one submit
  /// One submit to a service that holds requests until its callback: at most kHeldSends at a time
  /// are given, so that they can have threads of their own.
  virtual void hold(Job job) { send(std::move(job)); }
  virtual void read(Job job) = 0;   ///< people of a run; one after the other
  virtual void chore(Job job) = 0;  ///< what the core asked of the catalog; in order
  /// Asks a service that may not answer for long: holds up no chore.
  virtual void probe(Job job) { chore(std::move(job)); }
  virtual void commit(Job job) = 0;  ///< a batch; the engine gives one at a time
  /// No job of these kinds that has not begun will run; waits for those that have.
  virtual void stop_sends_and_reads() = 0;
  /// After the engine's last turn, and after the jobs under way.
  virtual void stop() = 0;
};

/// Threads: `send_threads` submits at a time, kHeldSends for held ones once there are any, one
/// thread for each of the others.
std::unique_ptr<Workers> threaded_workers(std::size_t send_threads);

}  // namespace stepgate::runtime
