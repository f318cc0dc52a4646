// Carries out one send: reads the people, hands them to the adapter, and says how it ended.
// Stateless; any worker thread.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "flow/chunk.hpp"
#include "flow/store.hpp"
#include "runtime/ports.hpp"

namespace stepgate::runtime {

/// What engine and sender share of one attempt.
struct Attempt {
  /// Required fields that are sent empty. Set before the adapter is asked: the callback may come
  /// before the submit returns.
  std::atomic<std::int64_t> empty_required{0};
  /// False: its chunk has closed, or its run is being aborted; what has not begun is not sent.
  std::atomic<bool> wanted{true};
  /// Its run or its service has been paused: what has not begun goes back to the queue.
  std::atomic<bool> withdrawn{false};
  bool counted = false;       ///< engine thread: among what has begun within the service's window
  std::atomic<Ms> begun{-1};  ///< steady; -1: it has not
};

struct SendJob {
  flow::ChunkRow row;                   ///< as committed: state sending
  std::vector<flow::PersonId> members;  ///< empty: read from the store
  std::string token;                    ///< this attempt's secret; never stored
  flow::CampaignId campaign = 0;
  std::string context, parameters, callback_url;
  bool trace = true;
  bool held = false;  ///< the answer may take as long as the callback
  std::shared_ptr<Attempt> attempt;
  Ms committed_steady = 0;
};

struct SendReport {
  flow::Event event;
  std::vector<TraceText> trace;
  std::string code, message;  ///< of a failure, for the service's log
};

/// A send that could not start within this time of its commit is not sent.
inline constexpr Ms kSendWithin = 10'000;

class Sender {
 public:
  Sender(flow::Store& store, Catalog& catalog, Clock& clock, std::function<bool()> cancelled)
      : store_(store), catalog_(catalog), clock_(clock), cancelled_(std::move(cancelled)) {}
  SendReport send(SendJob job);

 private:
  flow::Store& store_;
  Catalog& catalog_;
  Clock& clock_;
  std::function<bool()> cancelled_;
};

/// Bytes that these people would take on the wire, roughly: how many fit under a service's
/// chunk_bytes.
std::int64_t estimate_bytes(flow::Store& store, const flow::Plan& plan,
                            std::span<const flow::PersonId> ids);

}  // namespace stepgate::runtime
