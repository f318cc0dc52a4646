// Single values of a callback, on their way to the sink.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "protocol/callback_report.hpp"
#include "stepgate/abi.h"

namespace stepgate::protocol {

inline constexpr std::size_t kLongestText =
    2000;  ///< bytes of an attribute, a reason, a JSON value
inline constexpr std::size_t kLongestCode = 255;

inline std::string_view text_of(const stepgate_value& value) {
  return value.type >= STEPGATE_STRING
             ? std::string_view(value.as.str.data, static_cast<std::size_t>(value.as.str.size))
             : std::string_view();
}
inline stepgate_value text_value(std::string_view text, std::uint32_t type = STEPGATE_STRING) {
  stepgate_value value{};
  value.type = type;
  value.as.str = {text.data(), text.size()};
  return value;
}

/// Makes texts fit to be kept: without U+0000, and not too long where a bound is given.
class TextCleaner {
 public:
  explicit TextCleaner(CallbackReport& report) : report_(report) {}
  /// A view of `text`, or of a copy that lives until the next call.
  std::string_view clean(std::string_view text, std::size_t max_bytes, std::string_view key);

 private:
  CallbackReport& report_;
  std::string copy_;
};

/// What an outcome says in words: the text of any scalar; nothing for null.
std::string scalar_words(const stepgate_value& value);

/// `success` in all the shapes that it has.
enum class Success : unsigned char { absent, yes, no, unreadable };
Success read_success(const stepgate_value& value);
/// A `status` beside it: only a clear failure counts.
bool says_failure(const stepgate_value& status);

}  // namespace stepgate::protocol
