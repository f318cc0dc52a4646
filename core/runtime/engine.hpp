// The shell around the deterministic core: one thread that takes events, asks the core, groups what
// it wants written, and releases requests and answers only when they are durable. Chunks only,
// never per person.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "flow/chunk.hpp"
#include "flow/decide.hpp"
#include "flow/store.hpp"
#include "runtime/ports.hpp"
#include "runtime/recent_chunks.hpp"
#include "runtime/workers.hpp"

namespace stepgate::runtime {

struct EngineOptions {
  flow::NodeEpoch epoch = 1;        ///< of this start: greater than any before it in this store
  std::uint32_t node_slot = 0;      ///< 0..1023, in chunk ids
  flow::ChunkId highest_chunk = 0;  ///< the highest id that the store holds
  std::size_t send_threads = 16;    ///< submits at a time over all services
  std::int64_t people_in_flight = 400'000;
  std::size_t read_ahead = 16'384;  ///< people of one run read and not yet in a chunk
  std::string callback_url_base;    ///< "http://127.0.0.1:7411/callback/"; the code follows
  std::string callback_key;         ///< 32 secret bytes
  std::size_t trace_chunks_per_run =
      100;  ///< the first ones; failures and chunks of 64 people and more always
  bool trace = true;
  /// That many unpredictable bytes: for tokens, and once for the dice.
  std::function<std::string(std::size_t)> random = random_bytes;
  /// The core's verdict: whoever simulates listens in here.
  std::function<flow::Decision(const flow::ChunkRow&, const flow::Event&, const flow::Policy&,
                               flow::RunState, flow::Ms, flow::Dice&)>
      decide = flow::decide;
};

/// How an event of a chunk ended, once it is durable.
struct EventReply {
  enum class Kind : std::uint8_t {
    done,        ///< decided and durable; verdict is set when the core gave one
    unknown,     ///< no such chunk
    unavailable  ///< could not be written (store full, shutting down): try again
  };
  Kind kind = Kind::done;
  std::optional<flow::Verdict> verdict;
};

struct EngineStats {
  std::int64_t chunks_in_flight = 0, queued_operations = 0, batches = 0, operations = 0;
  std::string store_error;  ///< not empty: the last commit could not be written
};

/// How the way to one service is.
struct LaneView {
  bool breaker_open = false;
  std::int32_t failures = 0;            ///< in a row
  std::string why;                      ///< the last one, in words
  Ms opened_at = 0, next_probe_at = 0;  ///< wall clock; of an open breaker
  std::int32_t probes = 0;              ///< since it opened
  std::int64_t chunks_in_flight = 0;
  bool by_rate = false;
  std::int64_t window_requests = 0, window_people = 0;  ///< that count against the limits now
};

class Engine {
 public:
  /// All references must outlive the engine.
  Engine(flow::Store& store, Catalog& catalog, Clock& clock, EngineOptions options);
  /// With these workers, which must outlive it too, and without a thread of its own: whoever gives
  /// them calls step(), and may let it drop dead at any moment by destroying it.
  Engine(flow::Store& store, Catalog& catalog, Clock& clock, EngineOptions options,
         Workers& workers);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  void start();
  /// One turn (the first one loads what the store holds open): takes what has come, does what is
  /// due, hands out what may go, waiting for at most `wait` when there is nothing. False: stopped,
  /// and nothing is left to be written.
  bool step(Ms wait);
  void send_no_more();  ///< the first half of stop(): submits under way may return
  void take_no_more();  ///< the second: from now on events are refused; step() until it says false
  /// Sends nothing more, lets submits under way return for at most `patience`, commits what is
  /// there. Idempotent.
  void stop(Ms patience = 8'000);

  // Thread safe from here on.
  void run_changed(flow::RunId run);  ///< started, or its state was changed in the store
  void abort_run(flow::RunId run);
  void service_changed(flow::ServiceId service);  ///< plan, limits, pause
  /// An event from outside (a callback, a native completion). `reply` is called once, on an engine
  /// thread.
  void post(const flow::ChunkKey& key, flow::Event event, std::vector<TraceText> trace,
            const std::function<void(EventReply)>& reply);
  /// An entry of the service's log that belongs to no event; written with the next commit.
  void note(flow::ServiceLog entry);
  std::string callback_url(const flow::ChunkKey& key) const;
  /// The chunk that a callback URL's code names; empty: not made by this host.
  std::optional<flow::ChunkKey> chunk_of_code(std::string_view code) const;
  EngineStats stats() const;
  /// Empty: nothing has been sent to it in this life.
  std::optional<LaneView> lane(flow::ServiceId service) const;
  /// Null: ask the store.
  std::shared_ptr<const RecentChunk> recent(const flow::ChunkKey& key) const;
  bool wants_trace(const flow::ChunkRow& row) const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace stepgate::runtime
