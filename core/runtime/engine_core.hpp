// Private to the engine: its state and its loop. Everything here is touched by the engine thread
// alone, except what is marked.
#pragma once
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <variant>

#include "flow/breaker.hpp"
#include "flow/chunk_ids.hpp"
#include "flow/planner.hpp"
#include "flow/scheduler.hpp"
#include "runtime/callback_code.hpp"
#include "runtime/commit_lane.hpp"
#include "runtime/engine.hpp"
#include "runtime/mailbox.hpp"
#include "runtime/sender.hpp"
#include "runtime/store_time.hpp"
#include "runtime/workers.hpp"

namespace stepgate::runtime {

class Engine::Core {
 public:
  Core(flow::Store& store, Catalog& catalog, Clock& clock, EngineOptions options, Workers* workers);
  ~Core();

  // ---- messages: any thread ----
  struct ChunkMessage {
    flow::ChunkKey key;
    flow::Event event;
    std::vector<TraceText> trace;
    std::function<void(EventReply)> reply;
    std::string note_code, note;       ///< of a failed send, for the service's log
    std::string secret;                ///< of a Claimed
    Ms send_took = -1;                 ///< with send_ended: how long the submit took
    std::int64_t send_people = 0;      ///< with send_ended
    std::shared_ptr<Attempt> attempt;  ///< with send_ended; null: it was never handed out
    flow::ServiceId send_ended = 0;    ///< not 0: a submit of that service has returned
    bool write_accept = false;         ///< T3 has waited long enough
    int retries = 0;                   ///< times the row had moved
  };
  struct SliceMessage {
    flow::Planner::Read read;
    std::vector<flow::PersonId> ids;
    std::int64_t bytes_per_person = 0;
    std::string error;
  };
  struct RunMessage {
    flow::RunId run;
    bool abort = false;
  };
  struct ServiceMessage {
    flow::ServiceId service;
    bool pause_done = false;                ///< what the core asked for
    std::optional<std::string> probe = {};  ///< the service was asked: "" it is there, or why not
  };
  struct NoteMessage {
    flow::ServiceLog entry;
  };
  using Message =
      std::variant<ChunkMessage, Committed, SliceMessage, RunMessage, ServiceMessage, NoteMessage>;

  void start();
  bool step(Ms wait);
  void send_no_more() { stopping_ = true; }
  void take_no_more();
  void stop(Ms patience);
  Mailbox<Message>& mailbox() { return mailbox_; }
  const CallbackCode& code() const { return code_; }
  const EngineOptions& options() const { return options_; }
  Clock& clock() const noexcept { return clock_; }
  EngineStats stats() const;
  std::optional<LaneView> lane(flow::ServiceId service) const;
  bool keeps_trace(const flow::ChunkRow& row) const;
  const RecentChunks& recent() const { return recent_; }

 private:
  struct KeyHash {
    std::size_t operator()(const flow::ChunkKey& k) const noexcept {
      return static_cast<std::size_t>(k.chunk) * 0x9E3779B97F4A7C15ull ^
             static_cast<std::size_t>(k.bucket);
    }
  };
  /// A row that was touched a moment ago. A hint only: the guard is in the write.
  struct Live {
    flow::ChunkRow row;
    bool busy = false;                     ///< an operation of it is on its way
    bool draining = false;                 ///< its waiting messages are being handled
    std::deque<ChunkMessage> waiting;      ///< behind that operation
    Ms accept_at = 0;                      ///< steady; T3 is written then
    int accept_http = 0;                   ///< the status that T3 counts
    std::vector<flow::Durable> unwritten;  ///< of a T3 that was not written yet
    std::vector<flow::TraceWrite> traces;  ///< not yet written
    std::shared_ptr<Attempt> attempt;      ///< the newest, once it has been handed to a sender
  };
  /// What is to be released when an operation comes back.
  struct Pending {
    enum class Kind : std::uint8_t { birth, transition, cursor, run, note } kind;
    flow::ChunkKey key;
    flow::RunId run = 0;
    flow::ServiceId service = 0;
    flow::ChunkRow before, next;
    std::vector<flow::After> after;
    ChunkMessage origin;                          ///< decided again when the row has moved
    std::vector<flow::PersonId> members;          ///< birth
    flow::RunState to = flow::RunState::running;  ///< run
  };
  struct Run {
    flow::RunRow row;
    flow::Planner planner;
    std::int64_t open_chunks = 0;
    std::int64_t bytes_per_person = 0;
    bool changing = false;      ///< a RunChange is on its way
    bool broken = false;        ///< a birth was poisoned: no more until the next start
    bool abort_wanted = false;  ///< asked for; lasts until it is durable
    bool unread = false;        ///< what the store says of it is to be read again
    bool unplanned = false;     ///< its cursors are to be read again before anybody is cut
  };

  // engine.cpp: the loop
  void loop();
  bool open();
  void refuse_the_rest();
  void handle(Message& message);
  void put_off(Message& message, const char* why);
  void take(flow::PendingOp& op, const flow::OpResult& result);
  void tick();
  void flush();
  flow::Ms store_now();
  bool idle() const;

  // engine_chunks.cpp: events
  void on_chunk(ChunkMessage&& message);
  void on_time(const flow::ChunkRow& row, flow::Event event);
  void decide(Live& live, ChunkMessage&& message);
  void write(Live& live, ChunkMessage&& message, flow::Decision decision);
  void finish_writes(const flow::ChunkRow& before, flow::Decision& decision, Live& live,
                     const ChunkMessage& message);
  bool holds_its_request(const Live& live, const ChunkMessage& message) const;
  void note_traces(Live& live, std::vector<TraceText> trace, std::uint16_t attempt);
  void on_committed(Committed committed);
  void on_applied(Pending& pending, const flow::OpResult& result);
  void on_lost(Pending& pending);
  void on_poisoned(Pending& pending, const std::string& error);
  bool fail_instead(Pending& pending, const std::string& error);
  void after_chunk_op(const flow::ChunkKey& key);
  void release(const std::vector<flow::After>& after, const flow::ChunkRow& row,
               ChunkMessage& origin, std::vector<flow::PersonId> members);
  void count_flight(const flow::ChunkRow& before, const flow::ChunkRow& next);
  flow::Policy policy_of(const flow::ChunkRow& row);
  flow::RunState run_state(flow::RunId run);
  void reply(ChunkMessage& message, EventReply answer);

  // engine_sends.cpp: claims, births, runs
  void pump();
  void pump_lane(flow::ServiceId service);
  bool birth(flow::ServiceId service, Run& run);
  void claim(const flow::ChunkRow& row);
  std::int64_t chunk_people(Run& run, const flow::Plan& plan) const;
  void start_send(const flow::ChunkRow& row, std::vector<flow::PersonId> members,
                  std::string secret);
  void submit_ready();
  void submit(SendJob job);
  bool may_send(const flow::ChunkRow& row) const;
  void take_back(const flow::ChunkRow& row);
  void withdraw();
  void drop_ready();
  void read_slices();
  void on_slice(SliceMessage message);
  void on_run(const RunMessage& message);
  void on_note(NoteMessage message);
  void load_run(const flow::RunRow& row);
  void abort_open_chunks(const Run& run);
  void refresh(Run& run);
  void change(Run& run, flow::RunState to);
  void try_end_runs();

  // engine_lanes.cpp: gates, breakers, rates
  void open_lane(flow::ServiceId service);
  void refresh_gate(flow::ServiceId service);
  void on_service(const ServiceMessage& message);
  void on_send_ended(const ChunkMessage& message);
  void judge(const ChunkMessage& message);
  void breaker_moved(flow::ServiceId service, const flow::Breaker& breaker);
  void probe(flow::ServiceId service);
  void count_begun(flow::ServiceId service);
  bool rate_allows(flow::ServiceId service, std::int64_t people);
  void look_at_lanes();
  void view_lane(flow::ServiceId service);
  std::uint64_t queue(flow::Op op, Pending pending);

  class Random : public flow::Dice {
   public:
    explicit Random(const std::string& seed_bytes);
    std::uint64_t roll(std::uint64_t bound) override;

   private:
    std::mt19937_64 generator_;
  };

  flow::Store& store_;
  Catalog& catalog_;
  Clock& clock_;
  const EngineOptions options_;
  const CallbackCode code_;

  RecentChunks recent_{100'000};       // any thread
  Mailbox<Message> mailbox_;           // any thread
  std::atomic<bool> stopping_{false};  // any thread
  bool opened_ = false;
  std::vector<Message> early_;  ///< what came before the store could be read
  std::vector<Message> again_;  ///< what failed, for the next tick
  StoreTime time_;
  flow::Ms store_time_ = 0;             ///< as last asked for
  std::atomic<std::int64_t> sends_{0};  // submits under way
  std::atomic<std::size_t> held_sends_{0};
  std::unordered_set<flow::ServiceId> holding_;  ///< services seen to hold requests

  std::unordered_map<flow::ChunkKey, Live, KeyHash> live_;
  std::unordered_map<std::uint64_t, Pending> pending_;
  std::uint64_t next_cookie_ = 1;
  std::map<flow::RunId, Run> runs_;
  std::map<flow::ServiceId, std::deque<flow::ChunkRow>> claimable_;
  std::map<flow::ServiceId, flow::Breaker> breakers_;
  std::map<flow::ServiceId, std::vector<std::pair<std::shared_ptr<Attempt>, std::int64_t>>>
      granted_;                        ///< of services with a rate: handed out, perhaps not begun
  std::set<flow::ServiceId> pausing_;  ///< the catalog is about to close their gates
  std::map<flow::ServiceId, std::deque<SendJob>>
      ready_;                                          ///< durable, waiting for a submit to return
  std::deque<std::pair<Ms, flow::ChunkKey>> accepts_;  ///< steady time at which T3 is written
  flow::Scheduler scheduler_;
  flow::Committer committer_;
  flow::ChunkIds ids_;
  Random dice_;
  bool check_ends_ = false;  ///< a run may have ended
  bool withdraw_ = false;    ///< a run or a service was paused: what has not begun goes back
  bool lane_busy_ = false;
  Ms held_until_ = 0;  ///< steady; the store could not write: try again then
  Ms started_steady_ = 0, last_tick_ = 0;
  bool found_open_ = true;  ///< runs of an earlier life

  mutable std::mutex stats_mutex_;
  EngineStats stats_;                          // stats_mutex_
  std::map<flow::ServiceId, LaneView> views_;  // stats_mutex_

  Sender sender_;
  std::unique_ptr<Workers> own_workers_;
  Workers& workers_;
  std::thread thread_;
};

}  // namespace stepgate::runtime
