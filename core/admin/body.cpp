// Request bodies: JSON objects whose members the route's schema knows.
#include <set>

#include "admin/call.hpp"
#include "admin/openapi.hpp"
#include "admin/problem.hpp"
#include "base/text.hpp"

namespace stepgate::admin {
namespace {

constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMaxValues = 10'000'000;

bool of_type(const Json& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_int();
  if (type == "boolean") return value.is_bool();
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  return true;
}

/// Stops at a member that its object has already: which of the two is meant, only the sender knows.
class Repeats final : public JsonHandler {
 public:
  bool on_null() override { return true; }
  bool on_bool(bool /*v*/) override { return true; }
  bool on_int(std::int64_t /*v*/) override { return true; }
  bool on_real(double /*v*/) override { return true; }
  bool on_string(std::string_view /*v*/) override { return true; }
  bool on_bad(std::string_view /*raw*/) override { return true; }
  bool on_key(std::string_view name) override {
    if (open_.back().emplace(name).second) return true;
    repeated = name;
    return false;
  }
  bool on_object_begin() override {
    open_.emplace_back();
    return true;
  }
  bool on_object_end() override {
    open_.pop_back();
    return true;
  }
  bool on_array_begin() override { return true; }
  bool on_array_end() override { return true; }

  std::string repeated;

 private:
  std::vector<std::set<std::string>> open_;
};

void check_repeats(std::string text, const JsonLimits& limits, const std::string& subject) {
  Repeats repeats;
  if (read_json(text, repeats, limits, subject)) return;
  throw Error(ErrorKind::invalid, "BODY_MEMBER_REPEATED",
              "member " + std::string(cut_utf8(repeats.repeated, 100)), "is there twice",
              "Send each member once");
}

/// Members that nobody reads are refused: a misspelt one must not be passed over in silence.
void check_members(const Json& body, const Json& schema) {
  const auto& properties = schema["properties"];
  std::vector<std::string> names;
  for (const auto& [name, property] : properties.members()) names.push_back(name);
  for (const auto& [name, value] : body.members()) {
    const auto subject = "member " + std::string(cut_utf8(name, 100));
    if (!properties.has(name)) {
      const auto near = nearest(name, names);
      throw Error(
          ErrorKind::invalid, "BODY_MEMBER_UNKNOWN", subject, "is not known here",
          near.empty() ? "The body takes: " + join(names, ", ") : "Did you mean " + near + "?");
    }
    const auto& type = properties[name]["type"].as_string();
    if (!value.is_null() && !of_type(value, type))
      throw Error(ErrorKind::invalid, "BODY_MEMBER_INVALID", subject, "is no " + type,
                  "docs/api.md and /api/v1/openapi.json have the shape of each body");
  }
}

/// "application/json", whatever parameters it has.
bool is_json(std::string_view content_type) {
  return iequals(trim(content_type.substr(0, content_type.find(';'))), kJson);
}

}  // namespace

Json Call::body() const {
  const auto subject = "the body of " + std::string(route.method) + " " + std::string(route.path);
  const auto content_type = request.header("Content-Type");
  const bool empty = request.content_length() == std::optional<std::uint64_t>(0);
  if (!empty && !is_json(content_type))
    throw HttpError(415, "MEDIA_TYPE", subject,
                    content_type.empty()
                        ? "has no Content-Type"
                        : "is " + std::string(cut_utf8(content_type, 100)) + ", not JSON",
                    "Send it with Content-Type: application/json");
  const auto& text = request.body(route.max_body);
  if (trim(text).empty())
    throw Error(ErrorKind::malformed, "BODY_MISSING", subject, "is empty", "Send a JSON object");
  JsonLimits limits;
  limits.max_depth = kMaxDepth;
  limits.max_bytes = route.max_body;
  limits.max_values = kMaxValues;
  auto json = Json::parse(text, limits, subject);
  if (!json.is_object())
    throw Error(ErrorKind::invalid, "BODY_NOT_OBJECT", subject, "is no JSON object",
                "Send one in curly braces");
  check_repeats(text, limits, subject);
  check_members(json, schema_of(route.body.schema));
  return json;
}

Json Call::optional_body() const {
  const auto length = request.content_length();
  const bool none = length == std::optional<std::uint64_t>(0) ||
                    (!length && request.header("Content-Type").empty());
  return none ? Json::object() : body();
}

}  // namespace stepgate::admin
