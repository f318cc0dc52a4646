#include "protocol/definition_habits.hpp"

#include "base/scalar_text.hpp"

namespace stepgate::protocol {
namespace {

struct Wording {
  const char* code;
  const char* fact;
  const char* remedy;
};

/// In the order of Habit.
constexpr Wording kWordings[] = {
    {"DISPLAY_NAME_FOR_NAME", "displayName stands for name; it is read as name",
     "Call it name, below i18n.<locale>."},
    {"DESCRIPTION_PLAIN", "a description is a plain text; it is read as the one for en_US",
     "Write it as {\"en_US\": ...}."},
    {"IS_REQUIRED_FOR_REQUIRED", "isRequired stands for required; it is read as required",
     "Call it required."},
    {"PICKLIST_URL_FOR_FLAG", "picklistUrl stands for hasPicklist; it is read as hasPicklist: true",
     "Write hasPicklist: true."},
    {"DATA_TYPE_OUTDATED", "the data type phone is gone from the interface; it is read as string",
     "Use string."},
    {"DATA_TYPE_CAPITALS", "a data type is written with capitals; they are ignored",
     "Write data types in lower case."},
    {"ENFORCED_WITHOUT_PICKLIST",
     "enforcePicklistSelect stands without hasPicklist; it does not count",
     "Set hasPicklist, or remove enforcePicklistSelect."},
    {"LIST_AS_OBJECT", "a list is written as an object; its keys are taken for names",
     "Make it a list."},
};
static_assert(std::size(kWordings) == static_cast<std::size_t>(DefinitionHabits::Habit::kCount));

}  // namespace

void DefinitionHabits::note(Habit habit, const std::string& where) {
  Seen& seen = seen_[static_cast<std::size_t>(habit)];
  if (seen.times++ == 0) seen.where = where;
}

void DefinitionHabits::look_at_names(const Json& node, const std::string& where) {
  bool found = node.has("displayName");
  for (const auto& [locale, words] : node["i18n"].members()) {
    found = found || words.has("displayName");
  }
  if (found) note(Habit::display_name, where);
}

void DefinitionHabits::look_at_entry(const Json& given, const std::string& where) {
  if (given["description"].is_string()) note(Habit::description_plain, where);
  if (given.has("isRequired")) note(Habit::is_required, where);
  if (given.has("picklistUrl")) note(Habit::picklist_url, where);
  const bool listed =
      scalar_flag(given["hasPicklist"]) || !scalar_text(given["picklistUrl"]).empty();
  if (scalar_flag(given["enforcePicklistSelect"]) && !listed) {
    note(Habit::enforced_without_list, where);
  }
  const std::string type = scalar_text(given["dataType"], 40);
  if (to_lower(type) == "phone") note(Habit::phone_type, where + "/dataType");
  if (to_lower(type) != type) note(Habit::type_in_capitals, where + "/dataType");
  look_at_names(given, where);
}

void DefinitionHabits::write(Findings& findings) const {
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    if (seen_[i].times == 0) continue;
    std::string message = kWordings[i].fact;
    if (seen_[i].times > 1) message += " (" + std::to_string(seen_[i].times) + " times)";
    Finding finding{kWordings[i].code, seen_[i].where, std::move(message), kWordings[i].remedy};
    // Ordinary services write descriptions so, and nothing is lost by it.
    const bool ordinary = i == static_cast<std::size_t>(Habit::description_plain);
    ordinary ? findings.note(finding) : findings.warn(finding);
  }
}

}  // namespace stepgate::protocol
