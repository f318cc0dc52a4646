#include <deque>
#include <utility>

#include "protocol/definition_parts.hpp"

namespace stepgate::protocol {
namespace {

constexpr std::size_t kMostNodes = 100'000;

/// In a schema of a definition apiName is an object, so that schemas are not taken for definitions.
bool looks_like_definition(const Json& node) {
  return node["apiName"].is_string() && node["invocationPayloadDef"].is_object();
}

}  // namespace

Found find_definition(const Json& answer) {
  if (!answer.is_object() && !answer.is_array()) return {};
  std::deque<Found> waiting;
  waiting.push_back({&answer, ""});
  for (std::size_t seen = 0; !waiting.empty() && seen < kMostNodes; ++seen) {
    Found at = std::move(waiting.front());
    waiting.pop_front();
    if (looks_like_definition(*at.node)) return at;
    for (const auto& [key, value] : at.node->members()) {
      if (value.size() > 0) waiting.push_back({&value, at.where + pointer_step(key)});
    }
    for (std::size_t i = 0; i < at.node->items().size(); ++i) {
      const Json& item = at.node->items()[i];
      if (item.size() > 0) waiting.push_back({&item, at.where + '/' + std::to_string(i)});
    }
  }
  // Not complete anywhere: the answer itself is judged, so that what is missing is named.
  return {answer.is_object() ? &answer : nullptr, ""};
}

}  // namespace stepgate::protocol
