// Dead letters as they are shown and dealt with: sent again, thrown away, or closed with results
// that came too late. JSON as the API has it.
#pragma once
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "runtime/engine.hpp"
#include "store/database.hpp"
#include "store/dead_repository.hpp"

namespace stepgate::campaign {

/// Thread safe. A letter is named "RUN.SEQ": the run and the number of the chunk in it.
class DeadLetters {
 public:
  DeadLetters(store::Database& database, runtime::Engine& engine) noexcept
      : database_(database), engine_(engine) {}

  /// One page: {items, next}; `after` is the cursor of the page before.
  Json list(store::DeadQuery query, std::string_view after);
  Json show(std::string_view letter);  ///< with its people, what went over the wire, late results
  /// Those named, or all that wait and fit the query. One run for each run that they died in:
  /// {runs: [{run, replays, letters, people}]}.
  Json replay(const std::vector<std::string>& letters, const store::DeadQuery& query);
  Json discard(const std::vector<std::string>& letters, const store::DeadQuery& query);
  /// `which`: 1, 2, ...; 0: the only one. Waits until it is durable.
  Json apply(std::string_view letter, std::int64_t which);

 private:
  store::DeadLetter get(std::string_view letter);
  store::DeadLetter get_waiting(std::string_view letter);
  std::vector<store::DeadLetter> chosen(const std::vector<std::string>& letters,
                                        store::DeadQuery query);
  Json replay_of(flow::RunId run, const std::vector<store::DeadLetter>& letters);

  store::Database& database_;
  runtime::Engine& engine_;
};

}  // namespace stepgate::campaign
