#include "store/changes.hpp"

namespace stepgate::store {

flow::LogEntry bounded_scores_entry(std::int64_t scores) {
  return {2, "value", "SCORE_BOUNDED",
          std::to_string(scores) + (scores == 1 ? " relative score" : " relative scores") +
              " would have gone beyond 32 bits and stopped at the bound."};
}

std::string_view to_string(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::changed:
      return "changed";
    case Outcome::unchanged:
      return "unchanged";
    case Outcome::failed:
      return "failed";
  }
  return "failed";
}

}  // namespace stepgate::store
