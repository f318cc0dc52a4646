#include "protocol/callback_automaton.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

namespace stepgate::protocol {
namespace {

using Kind = CallbackReport::Kind;

constexpr std::size_t kCaptureBound = 4 * kLongestText;

}  // namespace

bool CallbackAutomaton::on_bad(std::string_view raw) {
  bad_ = to_valid_utf8(cut_utf8(raw, kLongestText));
  return scalar(text_value(bad_, STEPGATE_BAD));
}

/// A double holds 15 digits; who keeps the number as text gets all that were sent.
bool CallbackAutomaton::on_real_text(std::string_view written, double v) {
  stepgate_value value = simple(STEPGATE_FLOAT);
  value.as.f64 = v;
  digits_ = written;
  const bool go_on = scalar(value);
  digits_ = {};
  return go_on;
}

stepgate_value CallbackAutomaton::as_written(const stepgate_value& value) const {
  return digits_.empty() ? value : text_value(digits_);
}

bool CallbackAutomaton::keeps_text(std::uint32_t field) const {
  switch (chunk_.in_fields[field].data_type) {
    case STEPGATE_TYPE_STRING:
    case STEPGATE_TYPE_TEXT:
    case STEPGATE_TYPE_EMAIL:
    case STEPGATE_TYPE_URL:
      return true;
    default:
      return false;
  }
}

void CallbackAutomaton::take_value(const stepgate_value& value) {
  if (field_ != KeyTable::kNone)
    people_.field(field_, keeps_text(field_) ? as_written(value) : value);
  if (attribute_ == KeyTable::kNone) return;
  if (value.type == STEPGATE_JSON && field_ == KeyTable::kNone) {
    report_.count(Kind::attribute_not_scalar, people_.attributes().key(attribute_));
  }
  people_.attribute(attribute_, as_written(value));
}

void CallbackAutomaton::take_default(const stepgate_value& value) {
  switch (what_) {
    case What::value:
      if (field_ != KeyTable::kNone)
        people_.default_field(field_, keeps_text(field_) ? as_written(value) : value);
      if (attribute_ != KeyTable::kNone) people_.default_attribute(attribute_, as_written(value));
      return;
    case What::success:
      return people_.default_success(value);
    case What::code:
      return people_.default_code(as_written(value));
    case What::reason:
      return people_.default_reason(as_written(value));
    default:
      return;
  }
}

/// An error of the whole chunk: errorCode and errorMessage, or {error: {code, message}}, or a text.
void CallbackAutomaton::take_chunk(const stepgate_value& value) {
  const bool unset = value.type == STEPGATE_BOOL && value.as.i64 == 0;
  std::string text = unset ? std::string() : std::string(trim(scalar_words(as_written(value))));
  if (what_ == What::list) list_unreadable_ |= value.type != STEPGATE_NULL;
  if (what_ == What::error) {
    chunk_error_ = std::move(text);
  } else if (what_ == What::code) {
    if (chunk_code_.empty()) chunk_code_ = std::move(text);
  } else if (what_ == What::message) {
    error_said_ = error_said_ || (place() == Place::chunk_error && !text.empty());
    if (chunk_message_.empty()) chunk_message_ = std::move(text);
  }
}

void CallbackAutomaton::take(const stepgate_value& value) {
  if (in_defaults()) return take_default(value);
  if (place() == Place::root || place() == Place::chunk_error) return take_chunk(value);
  const bool in_error = place() == Place::error;
  switch (what_) {
    case What::id:
      return people_.id(value);
    case What::value:
      return take_value(value);
    case What::success:
      return people_.success(value);
    case What::reason:
      return people_.reason(as_written(value));
    case What::code:
      return in_error ? people_.error_code(as_written(value)) : people_.code(as_written(value));
    case What::status:
      return people_.status(value);
    case What::message:
    case What::error:  // {error: "text"}
      if (value.type != STEPGATE_BOOL) people_.error_message(as_written(value));
      return;
    default:
      return;
  }
}

bool CallbackAutomaton::scalar(const stepgate_value& value) {
  if (nested_ > 0) {
    if (capturing_) capture_scalar(value);
    return true;
  }
  if (place() == Place::outside) return false;
  if (place() == Place::list) {
    people_.entry_without_id();
  } else {
    take(value);
  }
  return true;
}

// ---- containers

void CallbackAutomaton::begin_entry() {
  if (entry_open_) people_.end_entry();  // a bare entry, with a list beside it
  entry_open_ = true;
  flat_ = false;
  people_.begin_entry();
}

void CallbackAutomaton::begin_bare_entry() {
  report_.count(Kind::entry_bare, "");
  begin_entry();
}

Place CallbackAutomaton::place_of_object() {
  switch (place()) {
    case Place::outside:
      return Place::root;
    case Place::list:
      begin_entry();
      return Place::entry;
    case Place::root:
      if (what_ == What::defaults) return Place::defaults;
      if (what_ == What::error) return Place::chunk_error;
      if (what_ == What::list) return begin_bare_entry(), Place::entry;
      if ((what_ == What::lead || what_ == What::activity) && !entry_open_) begin_bare_entry();
      break;
    case Place::entry:
    case Place::activity:
      if (what_ == What::error) return Place::error;
      break;
    case Place::defaults:
      if (what_ == What::lead_defaults) return Place::lead_defaults;
      return what_ == What::activity_defaults ? Place::activity_defaults : Place::outside;
    default:
      return Place::outside;
  }
  if (what_ == What::lead) return Place::lead;
  return what_ == What::activity ? Place::activity : Place::outside;
}

bool CallbackAutomaton::nest(bool object) {
  if (nested_++ == 0) {
    capturing_ = what_ == What::value || what_ == What::reason || what_ == What::code ||
                 what_ == What::message;
    capture_.clear();
  }
  if (!capturing_) return true;
  if (object) {
    capture_.begin_object();
  } else {
    capture_.begin_array();
  }
  return true;
}

bool CallbackAutomaton::on_object_begin() {
  if (nested_ > 0) return nest(true);
  const Place next = place_of_object();
  return next == Place::outside ? nest(true) : enter(next);
}

bool CallbackAutomaton::on_array_begin() {
  if (nested_ == 0) {
    const bool is_list =
        place() == Place::outside || (place() == Place::root && what_ == What::list);
    if (is_list && place() == Place::outside) {
      list_bare_ = true;  // which has no place for a munchkinId either
      report_.count(Kind::list_bare, "");
    }
    if (is_list) return enter(Place::list);
    if (place() == Place::list) people_.entry_without_id();
    if (place() == Place::list) what_ = What::ignored;
  }
  return nest(false);
}

void CallbackAutomaton::capture_scalar(const stepgate_value& value) {
  if (capture_.text().size() > kCaptureBound) return capture_.null();  // it will be cut anyway
  switch (value.type) {
    case STEPGATE_NULL:
      return capture_.null();
    case STEPGATE_BOOL:
      return capture_.boolean(value.as.i64 != 0);
    case STEPGATE_INT:
      return capture_.integer(value.as.i64);
    case STEPGATE_FLOAT:
      return digits_.empty() ? capture_.real(value.as.f64) : capture_.raw(digits_);
    default:
      return capture_.string(text_of(value));
  }
}

bool CallbackAutomaton::end(bool object) {
  if (nested_ == 0) {
    leave();
    return true;
  }
  if (capturing_ && object) capture_.end_object();
  if (capturing_ && !object) capture_.end_array();
  if (--nested_ > 0 || !capturing_) return true;
  capturing_ = false;
  captured_ = cut_utf8(capture_.text(), kLongestText);
  take(text_value(captured_, STEPGATE_JSON));
  return true;
}

void CallbackAutomaton::leave() {
  const Place left = stack_[depth_--];
  const bool bare_done = left == Place::root && entry_open_;
  if (left != Place::entry && !bare_done) return;
  entry_open_ = false;
  people_.end_entry();
}

void CallbackAutomaton::finish() {
  if (list_unreadable_ && people_.entries() == 0 && chunk_code_.empty()) {
    throw Error(ErrorKind::malformed, "CALLBACK_UNREADABLE", "the callback's body",
                "objectData is neither a list nor an object",
                "Send a JSON object with the list objectData.");
  }
  if (!munchkin_said_ && !list_bare_) report_.count(Kind::munchkin_absent, "");
  if (error_said_) report_.count(Kind::error_as_object, "");
  if (chunk_code_.empty() && error_said_) chunk_code_ = "SERVICE_REPORTED_FAILURE";
  if (chunk_code_.empty() && !chunk_error_.empty()) {
    if (people_.entries() > 0) {
      report_.count(Kind::error_ignored, "error");
    } else {
      chunk_code_ = "SERVICE_REPORTED_FAILURE";
      chunk_message_ = chunk_error_;
    }
  }
  if (chunk_code_.empty()) {
    people_.finish();
  } else {
    TextCleaner cleaner(report_);
    const std::string code(cleaner.clean(chunk_code_, kLongestCode, "errorCode"));
    sink_.fail_chunk(code, cleaner.clean(chunk_message_, kLongestText, "errorMessage"));
  }
  report_.write(sink_);
}

}  // namespace stepgate::protocol
