#include "protocol/callback_automaton.hpp"

namespace stepgate::protocol {

using Kind = CallbackReport::Kind;

What CallbackAutomaton::look_up(std::string_view name, bool field, bool attribute, Kind unknown) {
  field_ = field ? people_.fields().find(name) : KeyTable::kNone;
  attribute_ = attribute ? people_.attributes().find(name) : KeyTable::kNone;
  if (field_ != KeyTable::kNone || attribute_ != KeyTable::kNone) return What::value;
  report_.count(unknown, name);
  return What::ignored;
}

What CallbackAutomaton::root_key(std::string_view name) {
  if (name == "munchkinId") munchkin_said_ = true;
  if (name == "objectData") return What::list;
  if (name == "defaultValues") return What::defaults;
  if (name == "leadData") return What::lead;
  if (name == "activityData") return What::activity;
  if (name == "errorCode") return What::code;
  if (name == "errorMessage") return What::message;
  return name == "error" ? What::error : What::ignored;
}

/// The protocol's own names win over attributes that are called so.
What CallbackAutomaton::outcome_key(std::string_view name) const {
  if (name == "success") return What::success;
  if (name == "reason") return What::reason;
  return name == "errorCode" ? What::code : What::ignored;
}

void CallbackAutomaton::note_flat() {
  if (!flat_) report_.count(Kind::entry_flat, "");
  flat_ = true;
}

/// Real services put everything at the entry's own level.
What CallbackAutomaton::entry_key(std::string_view name) {
  if (name == "leadData") return What::lead;
  if (name == "activityData") return What::activity;
  if (name == "id") note_flat();
  if (name == "id") return What::id;
  const What outcome = outcome_key(name);
  if (outcome != What::ignored) note_flat();
  if (outcome != What::ignored) return outcome;
  if (name == "objectType") return What::ignored;
  if (name == "status" || name == "error") {
    field_ = people_.fields().find(name);
    attribute_ = people_.attributes().find(name);
    if (field_ != KeyTable::kNone || attribute_ != KeyTable::kNone) return What::value;
    return name == "status" ? What::status : What::error;
  }
  const What found = look_up(name, true, true, Kind::key_unknown);
  if (found == What::value) note_flat();
  return found;
}

What CallbackAutomaton::field_key(std::string_view name) {
  if (name == "id" && place() == Place::lead) return What::id;
  return look_up(name, true, false, Kind::field_unknown);
}

What CallbackAutomaton::activity_key(std::string_view name) {
  const What outcome = outcome_key(name);
  if (outcome != What::ignored) return outcome;
  if (place() == Place::activity && (name == "status" || name == "error")) {
    field_ = KeyTable::kNone;
    attribute_ = people_.attributes().find(name);
    if (attribute_ != KeyTable::kNone) return What::value;
    return name == "status" ? What::status : What::error;
  }
  return look_up(name, false, true, Kind::attribute_unknown);
}

What CallbackAutomaton::error_key(std::string_view name) {
  if (name == "code" || name == "errorCode") return What::code;
  if (name == "message" || name == "reason" || name == "errorMessage") return What::message;
  return What::ignored;
}

bool CallbackAutomaton::on_key(std::string_view name) {
  if (nested_ > 0) {
    if (capturing_) capture_.key(name);
    return true;
  }
  switch (place()) {
    case Place::root:
      what_ = root_key(name);
      break;
    case Place::entry:
      what_ = entry_key(name);
      break;
    case Place::lead:
    case Place::lead_defaults:
      what_ = field_key(name);
      break;
    case Place::activity:
    case Place::activity_defaults:
      what_ = activity_key(name);
      break;
    case Place::error:
    case Place::chunk_error:
      what_ = error_key(name);
      break;
    case Place::defaults:
      what_ = name == "leadDefaults"       ? What::lead_defaults
              : name == "activityDefaults" ? What::activity_defaults
                                           : What::ignored;
      break;
    case Place::outside:
    case Place::list:
      break;
  }
  return true;
}

}  // namespace stepgate::protocol
