// Runs as they are shown: counts, failures, chunks with what went over the wire, results of people.
// JSON as the API has it.
#pragma once
#include <functional>
#include <string_view>

#include "base/json.hpp"
#include "runtime/engine.hpp"
#include "store/database.hpp"

namespace stepgate::campaign {

/// Thread safe.
class Runs {
 public:
  Runs(store::Database& database, runtime::Engine& engine, Clock& clock) noexcept
      : database_(database), engine_(engine), clock_(clock) {}

  Json list(flow::CampaignId campaign, flow::RunId before, std::size_t limit);
  Json show(flow::RunId run);
  Json abort(flow::RunId run);  ///< durable on return; RUN_ENDED (conflict) when it has
  /// Durable on return. RUN_ENDED or RUN_ABORTING (conflict); one that is paused (runs) already is
  /// left so.
  Json pause(flow::RunId run);
  Json resume(flow::RunId run);
  Json chunks(flow::RunId run, std::uint32_t after, std::size_t limit);
  Json chunk(flow::RunId run, std::uint32_t seq);  ///< with its trace
  /// One page: {items, next}; `after` is the cursor of the page before.
  Json results(flow::RunId run, bool failed_only, std::string_view after, std::size_t limit);
  /// All of it as CSV, in pieces.
  void results_csv(flow::RunId run, bool failed_only,
                   const std::function<void(std::string_view)>& write);

 private:
  Json move(flow::RunId run, flow::RunState from, flow::RunState to);

  store::Database& database_;
  runtime::Engine& engine_;
  Clock& clock_;
};

}  // namespace stepgate::campaign
