#include "protocol/picklist.hpp"

#include "base/error.hpp"
#include "base/finding.hpp"
#include "base/scalar_text.hpp"
#include "protocol/labels.hpp"

namespace stepgate::protocol {
namespace {

Json fields_of(const Json& rows, bool user_driven) {
  Json fields = Json::array();
  for (const Json& row : rows.items()) {
    if (!row["field"].is_string() || !row["active"].as_bool(true)) continue;
    Json field = Json::object({{"marketoAttribute", row["field"]}});
    if (!user_driven && row["serviceAttribute"].is_string()) {
      field.set("serviceAttribute", row["serviceAttribute"]);
    }
    fields.push(std::move(field));
  }
  return fields;
}

Error failed(std::string_view subject, const std::string& fact, const std::string& cause = {}) {
  return Error(ErrorKind::upstream, "PICKLIST_FAILED", std::string(subject), fact,
               "Ask the provider; the last good list stays in use.", cause);
}

Json parse(std::string_view body, std::string_view subject) {
  JsonLimits limits;
  limits.max_values = 500'000;
  limits.lenient = true;
  try {
    return Json::parse(body, limits, subject);
  } catch (const Error& error) {
    throw failed(subject, "the picklist is no readable JSON", error.fact());
  }
}

bool is_choice_value(const Json& value) {
  return value.is_string() || value.is_number() || value.is_bool();
}

/// What is odd about the shape of the list and of its choices.
void report_shapes(const Json& root, const Json& given, Findings& findings) {
  if (root.is_array()) {
    findings.warn({"CHOICES_BARE", "", "the answer is a list, not an object with choices",
                   "Answer with {\"choices\": [...]}."});
  }
  std::size_t odd = 0;
  for (const Json& one : given.items()) {
    const bool by_the_book = one["displayValue"].is_object() && one.has("submittedValue");
    if (!by_the_book) ++odd;
  }
  if (odd == 0) return;
  findings.warn({"CHOICES_LOOSE", "/choices",
                 std::to_string(odd) + " choices are not {displayValue: {en_US}, submittedValue}; "
                                       "they are read as far as they can be",
                 "Give each choice a displayValue with locales and a submittedValue."});
}

/// A choice that says only what is shown, or only what is sent, is both; so is a plain value.
bool take_choice(const Json& given, Json& choices) {
  const Json& value = given.is_object() ? given["submittedValue"] : given;
  Json display = localized(given["displayValue"]);
  const bool shown = display.size() > 0;
  if (!is_choice_value(value) && (!shown || !value.is_null())) return false;
  Json sent = value.is_null() ? display.members().front().second : value;
  if (!shown) display.set("en_US", scalar_text(value));
  choices.push(Json::object({{"display", std::move(display)}, {"value", std::move(sent)}}));
  return true;
}

}  // namespace

std::string write_picklist_request(const Json& request, const Json& definition) {
  const Json& mapping = request["mapping"];
  const auto side = [&](const char* direction) {
    return fields_of(mapping[direction], definition[direction]["userDriven"].as_bool());
  };
  return Json::object({{"name", request["name"]},
                       {"type", request["type"]},
                       {"fieldMappingContext", Json::object({{"invocation", side("outgoing")},
                                                             {"callback", side("incoming")}})}})
      .dump();
}

Json read_picklist(std::string_view body, std::string_view subject) {
  const Json root = parse(body, subject);
  const Json& given = root.is_array() ? root : root["choices"];
  if (!given.is_array()) throw failed(subject, "the answer holds no list of choices");
  Json choices = Json::array();
  Findings findings;
  report_shapes(root, given, findings);
  std::size_t skipped = 0;
  for (const Json& one : given.items()) {
    if (choices.size() == kMostChoices) break;
    if (!take_choice(one, choices)) ++skipped;
  }
  if (skipped > 0) {
    findings.warn({"CHOICES_IGNORED", "/choices",
                   std::to_string(skipped) + " choices have no value that can be sent",
                   "Give each choice a submittedValue that is text, a number or a boolean."});
  }
  const bool truncated = given.size() > choices.size() + skipped;
  if (truncated) {
    findings.warn({"CHOICES_CUT", "/choices",
                   "only the first " + std::to_string(kMostChoices) + " choices are kept", ""});
  }
  return Json::object(
      {{"choices", std::move(choices)}, {"truncated", truncated}, {"findings", findings.take()}});
}

}  // namespace stepgate::protocol
