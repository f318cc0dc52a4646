// Stages: the definition, picklists, icons and the guide.
#include <set>

#include "admin/image_kind.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "check/stage.hpp"
#include "store/service_log_repository.hpp"
#include "store/service_repository.hpp"

namespace stepgate::check {
namespace {

/// Code and words of "CODE: words".
std::pair<std::string, std::string> split_code(const std::string& text) {
  const auto colon = text.find(": ");
  if (colon == std::string::npos) return {"PICKLIST_FAILED", text};
  return {text.substr(0, colon), text.substr(colon + 2)};
}

bool is_enforced(const Json& definition, const Json& list) {
  for (const auto* section : {"flowAttributes", "globalAttributes", "headers"})
    for (const auto& attribute : definition[section].items())
      if (attribute["name"] == list["attribute"]) return attribute["enforcePicklist"].as_bool();
  return false;
}

/// The content type that the service gave with the last call of that path.
std::string type_given(const Stage& stage, std::string_view path) {
  std::string type;
  for (const auto& call : stage.wire.calls())
    if (call.path.ends_with(path)) type = call.content_type;
  return to_lower(trim(std::string_view(type).substr(0, type.find(';'))));
}

void judge_icon(Stage& stage, const std::string& path, const std::string& body) {
  const auto given = type_given(stage, path);
  const auto kind = admin::image_kind(body);
  if (kind.empty()) {
    stage.report.warn({"ICON_NO_IMAGE", path, "the bytes are no PNG, JPEG, GIF, WebP or SVG image",
                       "Serve an image."});
  } else if (given != kind) {
    stage.report.warn({"ICON_CONTENT_TYPE", path,
                       "the image is " + std::string(kind) + ", and it is called '" + given + "'",
                       "Set Content-Type to " + std::string(kind) + "."});
  }
}

void judge_guide(Stage& stage, const std::string& path) {
  const auto given = type_given(stage, path);
  if (given == "text/html") return;
  stage.report.warn({"GUIDE_CONTENT_TYPE", path, "the guide is called '" + given + "'",
                     "Set Content-Type to text/html."});
}

/// What was lived with in the answers; those that failed are told with their list.
void take_picklist_log(Stage& stage) {
  store::LogFilter filter;
  filter.service = stage.service;
  filter.kind = "picklist";
  filter.min_severity = 2;
  filter.limit = 1000;
  auto entries = stage.host.database->service_log().query(filter);
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
    if (!entry->entry.code.starts_with("PICKLIST_") || entry->entry.code == "PICKLIST_UNDECLARED")
      stage.report.warn({entry->entry.code, "/getPicklist", stage.wire.mask(entry->entry.message),
                         "Give a list of {displayValue, submittedValue}."});
}

/// How the last call of that path failed; empty: it did not.
std::string last_failure(const Stage& stage, std::string_view path) {
  std::string failure;
  for (const auto& call : stage.wire.calls())
    if (call.path.ends_with(path)) failure = call.failure;
  return failure;
}

void read_resource(Stage& stage, const char* name, const std::string& path) {
  try {
    const auto [type, body] = stage.host.onboarding.resource(stage.service, name);
    stage.say(path.substr(1) + ": " + std::to_string(body.size()) + " bytes");
    if (std::string_view(name) == "guide") return judge_guide(stage, path);
    judge_icon(stage, path, body);
  } catch (const Error& error) {
    const auto failure = last_failure(stage, path);
    const bool missing = error.code() == "RESOURCE_MISSING" && failure.empty();
    stage.report.warn({missing ? "RESOURCE_NOT_SERVED" : "RESOURCE_FAILED", path,
                       missing           ? "the document declares it, and it is not there or empty"
                       : failure.empty() ? stage.wire.mask(error.fact())
                                         : failure,
                       "Serve it, or take the path out of the document."});
  }
}

}  // namespace

bool read_definition(Stage& stage) {
  try {
    const auto view = stage.host.onboarding.read_definition(stage.service);
    const auto& definition = view["definition"];
    stage.report.take(definition["findings"]);
    stage.say("definition: " + std::to_string(definition["outgoing"]["fields"].size()) +
              " outgoing and " + std::to_string(definition["incoming"]["fields"].size()) +
              " incoming fields, " + std::to_string(definition["flowAttributes"].size()) +
              " parameters");
    return true;
  } catch (const Error& error) {
    stage.failed(error, "/getServiceDefinition");
    return false;
  }
}

void read_picklists(Stage& stage) {
  const auto definition = stage.row().definition;
  const auto lists = stage.host.onboarding.picklists(stage.service, true);
  take_picklist_log(stage);
  for (const auto& list : lists["items"].items()) {
    const auto& name = list["attribute"].as_string();
    const auto where = "/getPicklist " + list["type"].as_string() + " " + name;
    if (!list["error"].is_null()) {
      const auto [code, words] = split_code(list["error"].as_string());
      stage.report.warn(
          {code, where, stage.wire.mask(words), "Serve the choices, or set hasPicklist to false."});
      continue;
    }
    const auto count = list["choices"].size();
    stage.say("picklist " + name + ": " + std::to_string(count) + " choices");
    if (count > 0) continue;
    stage.report.warn({"PICKLIST_EMPTY", where,
                       is_enforced(definition, list)
                           ? "there are no choices, and only choices are allowed"
                           : "there are no choices",
                       "Give at least one choice, or set hasPicklist to false."});
  }
}

void read_resources(Stage& stage) {
  const auto paths = stage.row().discovery["paths"];
  if (paths["brandIcon"].as_bool()) read_resource(stage, "brandIcon", "/brandIcon");
  if (paths["serviceIcon"].as_bool()) read_resource(stage, "serviceIcon", "/serviceIcon");
  if (paths["guide"].as_bool()) read_resource(stage, "guide", "/providerInstructions");
}

void take_log(Stage& stage, flow::RunId run) {
  store::LogFilter filter;
  filter.service = stage.service;
  filter.run = run;
  filter.min_severity = 2;
  filter.limit = 1000;
  auto entries = stage.host.database->service_log().query(filter);
  std::set<std::string> told;  // by what was seen itself
  for (const auto& one : stage.report.findings().items()) told.insert(one["code"].as_string());
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const auto& log = entry->entry;
    if (told.contains(log.code)) continue;
    // What a submit was answered, and what ended a chunk, is judged with the chunk.
    const bool of_submit = log.kind == "invocation";
    if (log.severity == 3 && (of_submit || log.kind == "chunk-error")) continue;
    if (of_submit && log.code.starts_with("HTTP_")) continue;
    if (of_submit) told.insert(log.code);
    std::string where = log.kind;
    if (entry->person != 0) where += ", person " + std::to_string(entry->person);
    const Finding finding{log.code, where, stage.wire.mask(log.message), {}};
    stage.report.warn(finding);
  }
}

}  // namespace stepgate::check
