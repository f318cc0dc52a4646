#include "protocol/status.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/finding.hpp"
#include "base/scalar_text.hpp"

namespace stepgate::protocol {
namespace {

constexpr std::size_t kMostNotices = 100;

Json parse(std::string_view body, Findings& findings) {
  JsonLimits limits;
  limits.max_values = 100'000;
  limits.lenient = true;
  limits.comments = true;
  if (trim(body).empty()) {
    findings.warn({"STATUS_EMPTY", "", "the answer has no body; it counts as healthy",
                   "Answer with {\"info\": [], \"warnings\": [], \"errors\": []}."});
    return {};
  }
  try {
    return Json::parse(body, limits, "the answer of /status");
  } catch (const Error& error) {
    findings.warn({"STATUS_NOT_JSON", "", "the answer is no readable JSON; it counts as healthy",
                   "Answer with a JSON object."});
    return {};
  }
}

std::string notice(const Json& given) {
  if (given.is_object() || given.is_array()) {
    const std::string& message = given["message"].as_string();
    return std::string(cut_utf8(message.empty() ? given.dump() : message, 2000));
  }
  return scalar_text(given);
}

void take_notices(const Json& given, Json& into) {
  const auto take = [&into](const Json& one) {
    std::string text = notice(one);
    if (!text.empty() && into.size() < kMostNotices) into.push(std::move(text));
  };
  if (!given.is_array()) return take(given);
  for (const Json& one : given.items()) take(one);
}

Json notices(const Json& root, std::initializer_list<std::string_view> keys) {
  Json list = Json::array();
  for (const std::string_view key : keys) take_notices(root[key], list);
  return list;
}

/// Real services say `{"status":"ok"}`, or `warn` and `error`.
void report_shape(const Json& root, Findings& findings) {
  const auto has_one = [&root](std::initializer_list<std::string_view> keys) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](std::string_view key) { return root.has(key); });
  };
  constexpr const char* kRemedy = "Answer with the lists info, warnings and errors.";
  if (has_one({"warn", "warning", "error"})) {
    findings.warn(
        {"STATUS_KEYS", "", "warn, warning or error stand for warnings and errors", kRemedy});
  } else if (!root.is_object() ||
             !has_one({"info", "warnings", "errors", "deprecationMessage", "deprecationDate"})) {
    findings.warn({"STATUS_SHAPE", "",
                   "the answer says nothing that the interface knows; it "
                   "counts as healthy",
                   kRemedy});
  }
}

/// A date alone is the end of that day in UTC.
Json read_date(const Json& given, Findings& findings) {
  const std::string text = scalar_text(given, 100);
  if (text.empty() && !given.is_object() && !given.is_array()) return {};
  if (is_full_date(text)) return text + "T23:59:59Z";
  if (const auto at = parse_datetime(text)) return format_datetime(*at);
  findings.warn({"DEPRECATION_DATE_UNREADABLE", "/deprecationDate",
                 "the deprecation date can't be read, so that nothing changes: " + text,
                 "Write it as 2026-01-31T00:00:00Z."});
  return {};
}

}  // namespace

Json read_status(std::string_view body) {
  Findings findings;
  const Json root = parse(body, findings);
  if (findings.json().size() == 0) report_shape(root, findings);
  const std::string message = scalar_text(root["deprecationMessage"]);
  Json out = Json::object({{"healthy", true}});
  out.set("info", notices(root, {"info"}));
  out.set("warnings", notices(root, {"warnings", "warning", "warn"}));
  out.set("errors", notices(root, {"errors", "error"}));
  out.set("deprecationMessage", message.empty() ? Json() : Json(message));
  out.set("deprecationDate", read_date(root["deprecationDate"], findings));
  out.set("findings", findings.take());
  return out;
}

}  // namespace stepgate::protocol
