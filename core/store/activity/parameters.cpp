#include "store/activity/parameters.hpp"

#include "base/error.hpp"
#include "base/json.hpp"

namespace stepgate::store::activity {

Parameters split_parameters(std::string_view json) {
  Parameters parameters;
  if (json.empty()) return parameters;
  try {
    const Json object = Json::parse(json);
    for (const auto& [name, value] : object.members()) {
      parameters.emplace_back(name, value.dump());
    }
  } catch (const Error&) {  // checked before it was sent; the history does without
    parameters.clear();
  }
  return parameters;
}

std::string join_parameters(const Parameters& parameters) {
  if (parameters.empty()) return {};
  JsonWriter out;
  out.begin_object();
  for (const auto& [name, json] : parameters) {
    out.key(name);
    out.raw(json);
  }
  out.end_object();
  return out.take();
}

std::string parameter_text(std::string_view json) {
  if (json == "null") return {};  // not set
  if (json.empty() || json.front() != '"') return std::string(json);
  try {
    return Json::parse(json).as_string();
  } catch (const Error&) {
    return std::string(json);
  }
}

}  // namespace stepgate::store::activity
