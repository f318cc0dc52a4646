#include "store/changes.hpp"

namespace stepgate::store {

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
