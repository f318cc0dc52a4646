// One run of the checked service: started as a campaign, waited for, read back.
#pragma once
#include <string>
#include <vector>

#include "check/stage.hpp"

namespace stepgate::check {

struct RunEnd {
  enum class Kind : std::uint8_t {
    done,
    paused,   ///< the service refused the credentials
    overdue,  ///< not closed although its time is over: aborted
    interrupted
  };
  Kind kind = Kind::done;
  flow::RunId run = 0;
  Ms millis = 0;
  Json show;  ///< Runs::show
  std::vector<Json> chunks;
};

/// Starts a run over these people and waits for its end, at most `patience`; `enough` ends it
/// earlier.
RunEnd run_chunk(Stage& stage, const std::string& name, const std::vector<std::int64_t>& ids,
                 Ms patience, const std::function<bool()>& enough = {});
/// Outcomes with the service's activity of each person: {id, outcome, code, activity}.
Json outcomes_of(Stage& stage, flow::RunId run);
/// What was written, typed: {id, field, value}.
Json written_of(Stage& stage, flow::RunId run);

/// Findings about a run's exchange, the callback included.
void judge_chunk(Stage& stage, const RunEnd& end, std::size_t first_call,
                 std::size_t first_callback);

}  // namespace stepgate::check
