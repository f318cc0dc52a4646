// What must always hold (docs/engine.md, invariants), checked from the store's model and from what
// the services saw. A breach is thrown as a Violation.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "runtime/ports.hpp"
#include "sim/catalog.hpp"
#include "sim/ground.hpp"
#include "store/model/model_store.hpp"

namespace stepgate::sim {

/// A run as people asked for it.
struct WantedRun {
  flow::RunId run = 0;
  std::int64_t people = 0;  ///< -1: decided on the way
  Ms abort_asked = kNever;  ///< steady time; of a life that was up
  Life abort_life = kWorld;
  flow::RunState state = flow::RunState::running;
  Ms state_since = 0;  ///< steady time
  flow::ServiceId service = 0;
  Ms served_at = 0;            ///< its last chunk was born then, or it began to run
  std::int64_t passed_by = 0;  ///< people of other runs that its service has taken since
};

class Watch {
 public:
  Watch(Ground& ground, SimCatalog& catalog, const store::ModelStore& model)
      : ground_(ground),
        catalog_(catalog),
        model_(model),
        prompt_(ground.faults.outages == 0 && ground.faults.freezes == 0) {}

  // ---- the host's lives ----
  void life_begins(Life life);
  void life_ends();
  void run_wanted(flow::RunId run, flow::ServiceId service, std::int64_t people);
  void abort_asked(flow::RunId run);
  void late_asked(const flow::ChunkKey& key) { late_asked_.insert(key); }
  void people_read(flow::RunId run);  ///< only now can its next chunk be cut
  void run_moved(flow::RunId run, flow::RunState state);

  // ---- the store ----
  void value_at_start(flow::PersonId person, flow::FieldId field, store::ModelStore::Value value) {
    values_[{person, field}] = std::move(value);
  }
  void committed(std::span<const flow::Op> batch, const std::vector<flow::OpResult>& results);

  // ---- the services ----
  /// Gives the service that the chunk belongs to.
  flow::ServiceId submit_begins(const runtime::Submission& submission);
  void submit_ends(flow::ServiceId service);
  void may_have_worked(const flow::ChunkKey& key);  ///< a body passed and was not refused

  // ---- callbacks ----
  struct Exchange {
    flow::ChunkKey key;
    bool good = false;      ///< results that can be read, with a token of the chunk
    bool was_open = false;  ///< the chunk, when the callback came
    flow::Digest digest{};  ///< of the results
  };
  Exchange callback_begins(const flow::ChunkKey& key, bool good, const flow::Digest& digest) const;
  void callback_answered(const Exchange& exchange, int status, const std::string& body) const;
  void decided(const flow::ChunkRow& row, const flow::Event& event, const flow::Decision& decision);

  void turn_over();  ///< the engine has had a turn
  /// What the host shows of a service's breaker.
  std::function<bool(flow::ServiceId)> breaker_open = [](flow::ServiceId) { return false; };

  bool all_runs_ended() const;
  std::uint64_t breakers() const noexcept { return breakers_; }
  std::string open_text() const;  ///< what has not ended, in words
  void at_end();

 private:
  struct Chunk {
    Ms marked_at = 0;  ///< steady time at which its newest attempt was durable
    Life marked_in = kWorld;
    int may_have_worked = 0;
  };
  void on(const flow::Birth& op);
  void on(const flow::Transition& op, const flow::OpResult& result);
  void mark(const flow::ChunkRow& row);
  void check_fairness(const flow::ChunkRow& born);
  void check_pauses(const flow::ChunkRow& row) const;
  void check_rate(const flow::ChunkRow& row, const flow::Limits& limits);
  void check_claim_allowed(const flow::ChunkRow& row) const;
  void check_timeout(const flow::ChunkRow& row) const;
  void check_changes();
  void check_counts() const;
  void check_statistics() const;
  void check_present_values() const;
  void check_members(const store::ModelStore::Chunk& chunk) const;

  Ground& ground_;
  SimCatalog& catalog_;
  const store::ModelStore& model_;
  const bool prompt_;  ///< nothing keeps the host from doing what it is asked to
  Life life_ = kWorld;
  Ms life_since_ = 0;
  std::map<flow::RunId, WantedRun> runs_;
  std::map<flow::ChunkKey, Chunk> chunks_;
  Ms last_turn_ = 0;  ///< steady time of the engine's last turn
  std::map<flow::ServiceId, int> submits_;
  struct Begun {
    Ms at = 0;
    std::int64_t people = 0;
  };
  std::map<flow::ServiceId, std::deque<Begun>> begun_;      ///< in this life
  std::set<std::pair<flow::RunId, flow::PersonId>> taken_;  ///< people in a chunk of their run
  std::map<std::pair<flow::PersonId, flow::FieldId>, store::ModelStore::Value> values_;
  std::size_t changes_seen_ = 0;
  std::set<flow::ChunkKey> late_asked_;  ///< late results that somebody wants applied
  std::uint64_t breakers_ = 0;           ///< that opened
};

}  // namespace stepgate::sim
