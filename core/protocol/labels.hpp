// Words for people, by locale, in all the shapes that real definitions have (docs/protocol.md
// section 3).
#pragma once
#include <initializer_list>
#include <string_view>
#include <utility>

#include "base/json.hpp"

namespace stepgate::protocol {

/// {locale: text} of a localized text, or of a plain one, which counts as en_US.
Json localized(const Json& given);

/// One key of the answer and the keys of the document that may give it, best first.
struct LabelKey {
  std::string_view name;
  std::initializer_list<std::string_view> sources;
};

/// {locale: {name: text, ...}} of `node`'s i18n, or, where that says nothing, of what stands beside
/// it.
Json read_labels(const Json& node, std::initializer_list<LabelKey> keys);

}  // namespace stepgate::protocol
