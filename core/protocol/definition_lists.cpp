#include <algorithm>
#include <array>

#include "base/scalar_text.hpp"
#include "protocol/definition_parts.hpp"
#include "protocol/header_rules.hpp"
#include "protocol/labels.hpp"

namespace stepgate::protocol {
namespace {

constexpr std::size_t kMostEntries = 500;
constexpr std::size_t kLongestName = 255;

constexpr std::array<std::string_view, 10> kTypes = {
    "boolean", "integer", "float", "score", "date", "datetime", "email", "string", "url", "text"};

bool is_required(const Json& given) {
  return scalar_flag(given["required"]) || scalar_flag(given["isRequired"]);
}

Json labels_of(const Json& given) {
  return read_labels(given, {{"name", {"name", "displayName"}},
                             {"description", {"description"}},
                             {"tooltip", {"uiTooltip", "tooltip"}}});
}

/// A list, or an object whose keys are the names (headers come so).
Json entries_of(const Json& given) {
  if (!given.is_object()) return given;
  Json list = Json::array();
  for (const auto& [name, value] : given.members()) {
    Json entry = value.is_object() ? value : Json::object();
    if (!entry.has("name")) entry.set("name", name);
    list.push(std::move(entry));
  }
  return list;
}

}  // namespace

bool is_reserved_attribute(std::string_view name) {
  return name == "success" || name == "reason" || name == "errorCode";
}

std::string ListReader::data_type(const Json& given, const std::string& where) {
  std::string type = to_lower(scalar_text(given, 40));
  if (std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end()) return type;
  if (type == "phone") return "string";
  findings_.warn(
      {"DATA_TYPE_UNKNOWN", where + "/dataType",
       type.empty() ? "no data type is given; it is treated as string"
                    : '`' + type + "` is no data type; it is treated as string",
       "Use one of boolean, integer, float, score, date, datetime, email, string, url, text."});
  return "string";
}

bool ListReader::is_new(const Json& list, std::string_view key, const std::string& name,
                        const std::string& where) {
  for (const Json& one : list.items()) {
    if (one[key].as_string() != name) continue;
    findings_.warn({"NAME_TWICE", where, '`' + name + "` is declared twice; the first one counts",
                    "Remove one of the two."});
    return false;
  }
  return true;
}

bool ListReader::attribute(const Json& given, const std::string& where, ListKind kind,
                           std::string_view credential_header, Json& list) {
  const bool header = kind == ListKind::header;
  std::string name = scalar_text(given[header ? "name" : "apiName"], kLongestName);
  if (name.empty()) name = scalar_text(given[header ? "apiName" : "name"], kLongestName);
  habits_.look_at_entry(given, where);
  if (name.empty()) {
    findings_.marketo_refuses(
        {"NAME_MISSING", where, "an entry has no name; it is ignored", "Name it."});
    return false;
  }
  if (header) {
    const std::string fault = header_name_fault(name, credential_header);
    if (!fault.empty()) {
      findings_.warn({"HEADER_NAME_INVALID", where,
                      "the header `" + name + "` is ignored: " + fault,
                      "Choose another header name."});
      return false;
    }
  }
  if (is_reserved_attribute(name) && !header) {
    findings_.marketo_refuses({"ATTRIBUTE_NAME_RESERVED", where,
                               '`' + name + "` is a name of the protocol itself, whose value wins",
                               "Choose another name."});
    if (kind == ListKind::activity) return false;
  }
  if (!is_new(list, "name", name, where)) return false;
  Json out = Json::object({{"name", name}, {"labels", labels_of(given)}});
  out.set("dataType", header ? std::string("string") : data_type(given["dataType"], where));
  if (kind != ListKind::activity) {
    const bool picklist =
        scalar_flag(given["hasPicklist"]) || !scalar_text(given["picklistUrl"]).empty();
    out.set("hasPicklist", picklist)
        .set("enforcePicklist", picklist && scalar_flag(given["enforcePicklistSelect"]))
        .set("required", is_required(given));
  }
  list.push(std::move(out));
  return true;
}

Json ListReader::attributes(const Json& part, std::string_view part_name, std::string_view key,
                            ListKind kind, std::string_view credential_header) {
  Json list = Json::array();
  const std::string where = where_ + '/' + std::string(part_name) + '/' + std::string(key);
  const Json entries = entries_of(part[key]);
  if (part[key].is_object()) habits_.note(DefinitionHabits::Habit::list_as_object, where);
  if (!entries.is_null() && !entries.is_array()) {
    findings_.warn({"LIST_EXPECTED", where, "this is no list; it is ignored", "Make it a list."});
  }
  std::size_t index = 0;
  for (const Json& given : entries.items()) {
    attribute(given, where + '/' + std::to_string(index), kind, credential_header, list);
    if (++index >= kMostEntries) break;
  }
  if (entries.size() > kMostEntries) {
    findings_.warn(
        {"LIST_TOO_LONG", where, "only the first " + std::to_string(kMostEntries) + " count", ""});
  }
  return list;
}

bool ListReader::field(const Json& given, const std::string& where, bool outgoing, Json& list) {
  const std::string name = scalar_text(given["serviceAttribute"], kLongestName);
  habits_.look_at_entry(given, where);
  if (name.empty()) {
    findings_.marketo_refuses({"FIELD_WITHOUT_NAME", where,
                               "a field has no serviceAttribute; it is ignored", "Name it."});
    return false;
  }
  if (name == "id") {
    findings_.marketo_refuses({"FIELD_NAME_RESERVED", where,
                               "`id` is the person's own id; the field is ignored",
                               "Choose another name."});
    return false;
  }
  if (!is_new(list, "serviceAttribute", name, where)) return false;
  Json description = localized(given["description"]);
  if (description.size() == 0) {
    findings_.marketo_refuses({"FIELD_WITHOUT_DESCRIPTION", where,
                               "the field `" + name + "` has no description", "Describe it."});
  }
  Json out = Json::object({{"serviceAttribute", name}, {"description", std::move(description)}});
  out.set("dataType", data_type(given["dataType"], where))
      .set("suggestion", scalar_text(given["suggestedMarketoAttribute"], kLongestName));
  if (outgoing) out.set("required", is_required(given));
  list.push(std::move(out));
  return true;
}

Json ListReader::mapping(const Json& part, std::string_view part_name, bool outgoing) {
  const bool user_driven = scalar_flag(part["userDrivenMapping"]);
  const std::string where = where_ + '/' + std::string(part_name) + "/fields";
  Json list = Json::array();
  const Json& fields = part["fields"];
  if (user_driven && fields.size() > 0) {
    findings_.note({"FIELDS_IGNORED", where,
                    "the mapping is user-driven, so that these fields do not count", ""});
  }
  if (!user_driven) {
    std::size_t index = 0;
    for (const Json& given : fields.items()) {
      field(given, where + '/' + std::to_string(index), outgoing, list);
      if (++index >= kMostEntries) break;
    }
  }
  return Json::object({{"userDriven", user_driven}, {"fields", std::move(list)}});
}

}  // namespace stepgate::protocol
