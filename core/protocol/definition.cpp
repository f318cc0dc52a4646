#include "protocol/definition.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "base/error.hpp"
#include "base/scalar_text.hpp"
#include "protocol/definition_parts.hpp"
#include "protocol/labels.hpp"

namespace stepgate::protocol {
namespace {

Json parse(std::string_view body, std::string_view subject, Findings& findings) {
  JsonLimits limits;
  limits.max_values = 200'000;
  limits.lenient = true;
  try {
    return Json::parse(body, limits, subject);
  } catch (const Error&) {  // perhaps for its comments
  }
  limits.comments = true;
  try {
    Json answer = Json::parse(body, limits, subject);
    findings.marketo_refuses(
        {"JSON_COMMENTS", "",
         "the JSON of the definition holds comments, which JSON does not allow",
         "Remove the lines that begin with #."});
    return answer;
  } catch (const Error& error) {
    throw Error(ErrorKind::invalid, "DEFINITION_UNREADABLE", std::string(subject),
                "the service definition is no readable JSON", "Ask the provider to mend it.",
                error.fact());
  }
}

/// One error that names everything without which nothing works.
void refuse_incomplete(const Json& node, std::string_view subject) {
  std::vector<std::string> missing;
  if (scalar_text(node["apiName"]).empty()) missing.emplace_back("apiName");
  if (!node["invocationPayloadDef"].is_object()) missing.emplace_back("invocationPayloadDef");
  if (missing.empty()) return;
  throw Error(ErrorKind::invalid, "DEFINITION_INCOMPLETE", std::string(subject),
              "the service definition lacks " + join(missing, ", "),
              "Ask the provider to complete it.");
}

void warn_incomplete(const Json& node, const std::string& where, Findings& findings) {
  for (const char* part : {"i18n", "callbackPayloadDef"}) {
    if (node[part].is_object()) continue;
    findings.marketo_refuses({"DEFINITION_PART_MISSING", where + '/' + part,
                              std::string("the definition lacks ") + part, "Add it."});
  }
}

/// Leftovers of older interfaces, and whatever else nobody asks for.
void warn_outdated(const Json& node, const std::string& where, Findings& findings) {
  constexpr std::string_view kKnown[] = {"apiName",
                                         "i18n",
                                         "displayName",
                                         "description",
                                         "primaryAttribute",
                                         "invocationPayloadDef",
                                         "callbackPayloadDef",
                                         "caBundle"};
  std::vector<std::string> outdated;
  for (const auto& [name, value] : node.members()) {
    const bool known = std::find(std::begin(kKnown), std::end(kKnown), name) != std::end(kKnown);
    if (!known && outdated.size() < 20) outdated.emplace_back(cut_utf8(name, 100));
  }
  if (outdated.empty()) return;
  findings.warn({"MEMBERS_OUTDATED", where,
                 "the interface knows no " + join(outdated, ", ") + "; what is there is ignored",
                 "Remove what older versions of the interface asked for."});
}

bool has_name(const Json& list, const std::string& name) {
  for (const Json& one : list.items()) {
    if (one["name"].as_string() == name) return true;
  }
  return false;
}

std::string names_of(const Json& list) {
  std::vector<std::string> names;
  for (const Json& one : list.items()) names.push_back(one["name"].as_string());
  return names.empty() ? "there is none" : join(names, ", ");
}

std::string read_primary(const Json& node, const Json& flow_attributes, std::string_view subject) {
  std::string primary = scalar_text(node["primaryAttribute"], 255);
  if (has_name(flow_attributes, primary)) return primary;
  throw Error(ErrorKind::invalid, "PRIMARY_ATTRIBUTE_INVALID", std::string(subject),
              primary.empty() ? "the service definition has no primaryAttribute"
                              : "the primaryAttribute `" + primary + "` is no flow attribute",
              "Set it to one of the flow attributes (" + names_of(flow_attributes) + ").");
}

/// The primary attribute is the asset that an activity shows: a callback can't change it. Other
/// names on both sides are kept apart, and only said.
Json without_overlap(const Json& callback, const Json& flow, const std::string& primary,
                     const std::string& where, Findings& findings) {
  Json kept = Json::array();
  for (const Json& one : callback.items()) {
    const std::string& name = one["name"].as_string();
    if (name == primary) {
      findings.marketo_refuses(
          {"PRIMARY_ATTRIBUTE_OVERLAP", where,
           '`' + name + "` is the primary attribute; what comes back is ignored",
           "Give the callback attribute another name."});
      continue;
    }
    if (has_name(flow, name)) {
      findings.warn({"ATTRIBUTE_OVERLAP", where,
                     '`' + name + "` is a flow attribute and a callback attribute",
                     "Give one of the two another name."});
    }
    kept.push(one);
  }
  return kept;
}

/// Names of my tokens, which are their keys on the wire: exactly as they are declared.
Json token_names(const Json& given) {
  Json names = Json::array();
  for (const Json& one : given.items()) {
    std::string name = scalar_text(one, 255);
    if (!name.empty() && names.size() < 500) names.push(std::move(name));
  }
  return names;
}

Json contexts_of(const Json& invocation) {
  return Json::object({{"program", scalar_flag(invocation["programContext"])},
                       {"campaign", scalar_flag(invocation["campaignContext"])},
                       {"trigger", scalar_flag(invocation["triggerContext"])},
                       {"programMember", scalar_flag(invocation["programMemberContext"])},
                       {"subscription", scalar_flag(invocation["subscriptionContext"])},
                       {"myTokens", token_names(invocation["myTokenContext"])}});
}

void report_nesting(const std::string& where, Findings& findings) {
  if (where.empty()) return;
  findings.warn({"DEFINITION_NESTED", where, "the definition stands inside of another document",
                 "Answer with the definition alone."});
}

}  // namespace

Json read_definition(std::string_view body, std::string_view subject,
                     std::string_view credential_header) {
  Findings findings;
  const Json answer = parse(body, subject, findings);
  const Found found = find_definition(answer);
  if (found.node == nullptr) {
    throw Error(ErrorKind::invalid, "DEFINITION_UNREADABLE", std::string(subject),
                "the service definition is no JSON object", "Ask the provider to mend it.");
  }
  const Json& node = *found.node;
  refuse_incomplete(node, subject);
  report_nesting(found.where, findings);
  warn_incomplete(node, found.where, findings);
  warn_outdated(node, found.where, findings);
  DefinitionHabits habits;
  habits.look_at_names(node, found.where);
  ListReader lists(found.where, findings, habits);
  const Json& invocation = node["invocationPayloadDef"];
  const Json& callback = node["callbackPayloadDef"];
  constexpr std::string_view kInvocation = "invocationPayloadDef";
  constexpr std::string_view kCallback = "callbackPayloadDef";
  const Json flow = lists.attributes(invocation, kInvocation, "flowAttributes", ListKind::flow);
  const std::string primary = read_primary(node, flow, subject);
  const std::string ca_bundle = scalar_text(node["caBundle"]);
  Json out = Json::object({{"apiName", scalar_text(node["apiName"], 255)}});
  out.set("names", read_labels(node, {{"name", {"name", "displayName"}},
                                      {"filterName", {"filterName"}},
                                      {"triggerName", {"triggerName"}},
                                      {"description", {"description"}}}));
  out.set("primaryAttribute", primary);
  out.set("caBundle",
          node["caBundle"].is_string() && !ca_bundle.empty() ? Json(ca_bundle) : Json());
  out.set("outgoing", lists.mapping(invocation, kInvocation, true));
  out.set("incoming", lists.mapping(callback, kCallback, false));
  out.set("flowAttributes", flow);
  out.set("globalAttributes",
          lists.attributes(invocation, kInvocation, "globalAttributes", ListKind::global));
  out.set("headers", lists.attributes(invocation, kInvocation, "headers", ListKind::header,
                                      credential_header));
  const Json activity = lists.attributes(callback, kCallback, "attributes", ListKind::activity);
  out.set("activityAttributes",
          without_overlap(activity, flow, primary, found.where + "/callbackPayloadDef/attributes",
                          findings));
  out.set("contexts", contexts_of(invocation));
  habits.write(findings);
  out.set("findings", findings.take());
  return out;
}

}  // namespace stepgate::protocol
