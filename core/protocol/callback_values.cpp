#include "protocol/callback_values.hpp"

#include <cstring>

#include "base/text.hpp"

namespace stepgate::protocol {
namespace {

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (iequals(text, word)) return true;
  }
  return false;
}

bool is_failure_word(std::string_view text) {
  return is_one_of(text, {"error", "failed", "failure", "fail"});
}

}  // namespace

std::string_view TextCleaner::clean(std::string_view text, std::size_t max_bytes,
                                    std::string_view key) {
  if (!text.empty() && std::memchr(text.data(), '\0', text.size()) != nullptr) {
    copy_.clear();
    for (const char c : text) {
      if (c != '\0') copy_ += c;
    }
    text = copy_;
    report_.count(CallbackReport::Kind::nul_removed, key);
  }
  if (text.size() <= max_bytes) return text;
  report_.count(CallbackReport::Kind::text_cut, key);
  return cut_utf8(text, max_bytes);
}

std::string scalar_words(const stepgate_value& value) {
  switch (value.type) {
    case STEPGATE_BOOL:
      return value.as.i64 != 0 ? "true" : "false";
    case STEPGATE_INT:
      return std::to_string(value.as.i64);
    case STEPGATE_FLOAT:
      return format_double(value.as.f64);
    case STEPGATE_STRING:
    case STEPGATE_JSON:
    case STEPGATE_BAD:
      return std::string(text_of(value));
    default:
      return {};
  }
}

Success read_success(const stepgate_value& value) {
  switch (value.type) {
    case STEPGATE_NULL:
      return Success::absent;
    case STEPGATE_BOOL:
      return value.as.i64 != 0 ? Success::yes : Success::no;
    case STEPGATE_INT:
      if (value.as.i64 != 0 && value.as.i64 != 1) return Success::unreadable;
      return value.as.i64 == 1 ? Success::yes : Success::no;
    case STEPGATE_STRING:
      break;
    default:
      return Success::unreadable;
  }
  const std::string_view text = trim(text_of(value));
  if (text.empty()) return Success::absent;
  if (is_one_of(text, {"true", "1", "yes", "on", "ok", "success"})) return Success::yes;
  if (is_one_of(text, {"false", "0", "no", "off"}) || is_failure_word(text)) return Success::no;
  return Success::unreadable;
}

bool says_failure(const stepgate_value& status) {
  if (status.type == STEPGATE_INT) return status.as.i64 >= 400 && status.as.i64 <= 599;
  return status.type == STEPGATE_STRING && is_failure_word(trim(text_of(status)));
}

}  // namespace stepgate::protocol
