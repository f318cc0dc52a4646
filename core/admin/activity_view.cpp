#include "admin/activity_view.hpp"

#include "admin/call.hpp"
#include "base/error.hpp"
#include "store/database.hpp"
#include "store/service_repository.hpp"

namespace stepgate::admin {
namespace {

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }
Json optional_text(const std::optional<std::string>& text) { return text ? Json(*text) : Json(); }

/// The parameters as they were sent; what can't be read is shown as the text that it is.
Json parameters(const std::string& text) {
  if (text.empty()) return Json::object();
  JsonLimits limits;
  limits.lenient = true;
  try {
    return Json::parse(text, limits, "parameters of an activity");
  } catch (const Error&) {
    return text;
  }
}

void add_change(Json& json, const store::activity::Activity& activity) {
  json.set("field", activity.field_name)
      .set("old", optional_text(activity.old_value))
      .set("new", optional_text(activity.new_value))
      .set("source", activity.source)
      .set("reason", text_or_null(activity.reason));
}

void add_answer(Json& json, const store::activity::Activity& activity) {
  Json attributes = Json::object();
  for (const auto& [name, value] : activity.attributes) attributes.set(name, value);
  json.set("success", activity.success)
      .set("outcome", Json(to_string(activity.outcome)))
      .set("code", text_or_null(activity.code))
      .set("reason", text_or_null(activity.reason))
      .set("primaryAttribute", text_or_null(activity.primary_attribute))
      .set("primaryValue", text_or_null(activity.primary_value))
      .set("attributes", std::move(attributes))
      .set("parameters", parameters(activity.parameters));
}

}  // namespace

const Json& ServiceNames::of(flow::ServiceId service) {
  const auto [at, fresh] = known_.try_emplace(service);
  if (fresh && service != 0) {
    const auto row = database_.services().find(service);
    at->second = Json::object({{"id", service}, {"name", row ? Json(row->name) : Json()}});
  }
  return at->second;
}

Json ActivityViews::view(const store::activity::Activity& activity) {
  Json json = Json::object(
      {{"at", format_datetime(activity.at)},
       {"type", Json(to_string(activity.type))},
       {"service", names_.of(activity.service)},
       {"run", activity.run == 0 ? Json() : Json(activity.run)},
       {"step", activity.step},
       {"chunk", activity.chunk == 0 ? Json() : Json(std::to_string(activity.chunk))}});
  if (activity.type == store::activity::ActivityType::data_value_change)
    add_change(json, activity);
  else
    add_answer(json, activity);
  return json;
}

}  // namespace stepgate::admin
