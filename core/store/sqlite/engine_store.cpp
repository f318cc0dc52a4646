// Group commit: one transaction, and the way around a poisoned operation.
#include "store/sqlite/engine_store.hpp"

#include <algorithm>

#include "store/sql/failure.hpp"
#include "store/sql/statement.hpp"
#include "store/sqlite/audience_reader.hpp"
#include "store/sqlite/batch.hpp"

namespace stepgate::store {
namespace {

using flow::Applied;
using flow::OpResult;

void poison(OpResult& result, const std::string& why) {
  result = OpResult{};
  result.applied = Applied::poisoned;
  result.error = why;
}

}  // namespace

EngineStore::EngineStore(Core& core)
    : core_(core), audiences_(std::make_unique<AudienceReader>(core)) {
  auto reader = core_.readers->take();
  sql::Statement& clock = reader->statements().get("SELECT at FROM store_clock WHERE id = 1");
  sql::Reset reset_clock(clock);
  if (clock.step()) last_time_ = clock.integer(0);
  sql::Statement& flight = reader->statements().get(
      "SELECT service, count(*) FROM chunk WHERE state BETWEEN 2 AND 4 GROUP BY service");
  sql::Reset reset_flight(flight);
  while (flight.step()) in_flight_[flight.integer(0)] = flight.integer(1);
}

EngineStore::~EngineStore() = default;

std::vector<OpResult> EngineStore::commit(std::span<const flow::Op> batch, flow::Ms now) {
  std::vector<OpResult> results(batch.size());
  if (batch.empty()) return results;
  sql::Writer::Turn turn(*core_.writer);
  now_ = std::max(now, last_time());
  bool wrote = false;
  try {
    commit_range(batch, results, wrote);
  } catch (const Error& e) {
    if (!wrote) throw;
    // Part of the batch is durable; the rest was not written and is decided again.
    for (OpResult& result : results) {
      if (result.applied == Applied::lost && result.error.empty()) result.error = e.what();
    }
  }
  if (wrote) core_.last_commit_at = core_.now();
  return results;
}

void EngineStore::commit_range(std::span<const flow::Op> ops, Results results, bool& wrote) {
  while (!ops.empty()) {
    std::string why;
    const auto failed = try_commit(ops, results, why);
    if (!failed) {
      wrote = true;
      return;
    }
    if (ops.size() == 1) return poison(results[0], why);
    if (*failed == ops.size()) {  // the end of the transaction: whose fault it is takes halving
      const std::size_t half = ops.size() / 2;
      commit_range(ops.first(half), results.first(half), wrote);
      ops = ops.subspan(half);
      results = results.subspan(half);
      continue;
    }
    poison(results[*failed], why);
    commit_range(ops.first(*failed), results.first(*failed), wrote);
    ops = ops.subspan(*failed + 1);
    results = results.subspan(*failed + 1);
  }
}

std::optional<std::size_t> EngineStore::try_commit(std::span<const flow::Op> ops, Results results,
                                                   std::string& why) {
  std::size_t at = 0;
  try {
    sql::Connection& connection = core_.writer->connection();
    sql::Writer::Transaction transaction(connection);
    Batch batch(connection, *core_.people_writer, *core_.activity_writer, runs_, now_);
    for (; at < ops.size(); ++at) results[at] = batch.apply(ops[at]);
    batch.finish();
    transaction.commit();
    std::lock_guard lock(mutex_);
    last_time_ = now_;
    for (const auto& [service, n] : batch.in_flight()) in_flight_[service] += n;
    return std::nullopt;
  } catch (const Error&) {  // the file is in trouble: nobody's fault
    std::fill(results.begin(), results.end(), OpResult{});
    throw;
  } catch (const std::exception& e) {
    why = e.what();
  }
  std::fill(results.begin(), results.end(), OpResult{});
  return at;
}

flow::Ms EngineStore::last_time() {
  std::lock_guard lock(mutex_);
  return last_time_;
}

std::int64_t EngineStore::open_chunk_count(flow::ServiceId service) {
  std::lock_guard lock(mutex_);
  const auto it = in_flight_.find(service);
  return it == in_flight_.end() ? 0 : it->second;
}

}  // namespace stepgate::store
