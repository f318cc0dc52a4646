#include "protocol/callback_entry.hpp"

#include <utility>

#include "base/text.hpp"

namespace stepgate::protocol {
namespace {

constexpr std::string_view kFallbackCode = "SERVICE_REPORTED_FAILURE";

std::string_view view(stepgate_str text) {
  return {text.data, static_cast<std::size_t>(text.size)};
}

}  // namespace

CallbackPeople::CallbackPeople(const stepgate_chunk& chunk, CallbackSink& sink,
                               CallbackReport& report)
    : sink_(sink),
      report_(report),
      cleaner_(report),
      index_(chunk.ids, chunk.record_count),
      outcomes_(chunk.record_count),
      words_per_record_((chunk.in_field_count + chunk.attribute_count + 63u) / 64u),
      marks_(words_per_record_ * chunk.record_count) {
  for (std::uint32_t i = 0; i < chunk.in_field_count; ++i)
    fields_.add(view(chunk.in_fields[i].key));
  for (std::uint32_t i = 0; i < chunk.attribute_count; ++i)
    attributes_.add(view(chunk.attributes[i]));
}

// ---- one entry

void CallbackPeople::begin_entry() {
  ++entries_;
  id_said_ = dropped_ = false;
  record_ = PersonIndex::kNone;
  current_ = Outcome();
  waiting_.clear();
  waiting_texts_.clear();
  fields_.rewind();
  attributes_.rewind();
}

void CallbackPeople::id(const stepgate_value& value) {
  if (id_said_) return;
  const auto id = read_person_id(value);
  if (!id) return;
  id_said_ = true;
  if (value.type == STEPGATE_STRING) report_.count(CallbackReport::Kind::id_as_text, "");
  record_ = index_.find(*id);
  if (record_ == PersonIndex::kNone) {
    dropped_ = true;
    report_.person_unknown(*id);
    return;
  }
  if (outcomes_[record_].seen) {
    report_.person_twice(sink_, record_, *id);
    take_back(record_);
  }
  outcomes_[record_].seen = true;
  if (!waiting_.empty()) flush_waiting();
}

bool CallbackPeople::mark(std::uint32_t record, std::size_t key) {
  std::uint64_t& word = marks_[record * words_per_record_ + key / 64];
  const std::uint64_t bit = std::uint64_t{1} << (key % 64);
  if ((word & bit) != 0) return false;
  word |= bit;
  return true;
}

bool CallbackPeople::is_marked(std::uint32_t record, std::size_t key) const {
  return (marks_[record * words_per_record_ + key / 64] >> (key % 64) & 1u) != 0;
}

/// What an earlier entry of the same person said is unsaid.
void CallbackPeople::take_back(std::uint32_t record) {
  const stepgate_value absent{};
  for (std::uint32_t i = 0; i < fields_.size(); ++i) {
    if (is_marked(record, i)) sink_.set(record, i, absent);
  }
  for (std::uint32_t i = 0; i < attributes_.size(); ++i) {
    if (is_marked(record, fields_.size() + i)) sink_.set_attribute(record, i, absent);
  }
  for (std::size_t i = 0; i < words_per_record_; ++i) marks_[record * words_per_record_ + i] = 0;
}

stepgate_value CallbackPeople::cleaned(std::uint32_t index, bool attribute,
                                       const stepgate_value& value) {
  if (value.type < STEPGATE_STRING) return value;
  const std::string_view key = attribute ? attributes_.key(index) : fields_.key(index);
  const std::size_t bound =
      attribute ? kLongestText : SIZE_MAX;  // the host cuts fields by their type
  return text_value(cleaner_.clean(text_of(value), bound, key), value.type);
}

void CallbackPeople::send(std::uint32_t record, std::uint32_t index, bool attribute,
                          const stepgate_value& value) {
  if (!mark(record, attribute ? fields_.size() + index : index)) return;
  if (attribute) {
    sink_.set_attribute(record, index, value);
  } else {
    sink_.set(record, index, value);
  }
}

void CallbackPeople::keep(std::vector<Waiting>& list, std::string& texts, std::uint32_t index,
                          bool attribute, const stepgate_value& value) {
  list.push_back({index, attribute, value, texts.size()});
  texts += text_of(value);
}

void CallbackPeople::take(std::uint32_t index, bool attribute, const stepgate_value& value) {
  if (dropped_) return;
  const stepgate_value clean = cleaned(index, attribute, value);
  if (record_ != PersonIndex::kNone) {
    send(record_, index, attribute, clean);
  } else {
    keep(waiting_, waiting_texts_, index, attribute, clean);
  }
}

void CallbackPeople::flush_waiting() {
  for (Waiting& one : waiting_) {
    if (one.value.type >= STEPGATE_STRING)
      one.value.as.str.data = waiting_texts_.data() + one.offset;
    send(record_, one.index, one.attribute, one.value);
  }
  waiting_.clear();
}

CallbackPeople::Span CallbackPeople::keep_text(std::string_view words) {
  const Span span{static_cast<std::uint32_t>(texts_.size()),
                  static_cast<std::uint32_t>(words.size())};
  texts_ += words;
  return span;
}

std::string CallbackPeople::words(const stepgate_value& value, std::size_t max_bytes,
                                  std::string_view key) {
  return std::string(cleaner_.clean(scalar_words(value), max_bytes, key));
}

void CallbackPeople::success(const stepgate_value& value) {
  current_.said |= kSuccess;
  current_.success = read_success(value);
  if (current_.success == Success::unreadable) {
    report_.count(CallbackReport::Kind::success_unreadable, "success");
  } else if (value.type != STEPGATE_BOOL && value.type != STEPGATE_NULL) {
    report_.count(CallbackReport::Kind::success_as_text, "success");
  }
}

void CallbackPeople::code(const stepgate_value& value) {
  current_.said |= kCode;
  if (value.type != STEPGATE_NULL) {
    current_.code = keep_text(trim(words(value, kLongestCode, "errorCode")));
  }
}

void CallbackPeople::reason(const stepgate_value& value) {
  current_.said |= kReason;
  if (value.type != STEPGATE_NULL)
    current_.reason = keep_text(words(value, kLongestText, "reason"));
}

void CallbackPeople::status(const stepgate_value& value) {
  if (says_failure(value)) current_.failure_hint = true;
}

void CallbackPeople::error_code(const stepgate_value& value) {
  const std::string text = words(value, kLongestCode, "error.code");
  if (text.empty()) return;
  current_.failure_hint = true;
  if (current_.code.size == 0) current_.code = keep_text(trim(text));
}

void CallbackPeople::error_message(const stepgate_value& value) {
  const std::string text = words(value, kLongestText, "error.message");
  if (text.empty()) return;
  current_.failure_hint = true;
  if (current_.reason.size == 0) current_.reason = keep_text(text);
}

void CallbackPeople::end_entry() {
  if (!id_said_) entry_without_id();
  if (record_ == PersonIndex::kNone) return;
  current_.seen = true;
  outcomes_[record_] = current_;
}

// ---- defaults and outcomes

void CallbackPeople::default_field(std::uint32_t index, const stepgate_value& value) {
  keep(defaults_.values, defaults_.texts, index, false, cleaned(index, false, value));
}

void CallbackPeople::default_attribute(std::uint32_t index, const stepgate_value& value) {
  keep(defaults_.values, defaults_.texts, index, true, cleaned(index, true, value));
}

void CallbackPeople::default_code(const stepgate_value& value) {
  defaults_.code = words(value, kLongestCode, "errorCode");
}

void CallbackPeople::default_reason(const stepgate_value& value) {
  defaults_.reason = words(value, kLongestText, "reason");
}

void CallbackPeople::apply_defaults(std::uint32_t record) {
  for (const Waiting& one : defaults_.values) {
    stepgate_value value = one.value;
    if (value.type >= STEPGATE_STRING) value.as.str.data = defaults_.texts.data() + one.offset;
    send(record, one.index, one.attribute, value);
  }
}

void CallbackPeople::say_outcome(std::uint32_t record, const Outcome& outcome) {
  const auto said = [&](Said key) { return (outcome.said & key) != 0; };
  const Success given = said(kSuccess) ? outcome.success : defaults_.success;
  const bool success = given == Success::yes || (given != Success::no && !outcome.failure_hint);
  std::string_view code = text(outcome.code);
  std::string_view reason = text(outcome.reason);
  if (code.empty() && !said(kCode)) code = defaults_.code;
  if (reason.empty() && !said(kReason)) reason = defaults_.reason;
  if (given == Success::absent && !outcome.failure_hint)
    report_.count(CallbackReport::Kind::success_absent, "");
  if (outcome.failure_hint) report_.count(CallbackReport::Kind::error_as_object, "");
  if (!success && code.empty()) report_.count(CallbackReport::Kind::failure_without_code, "");
  if (success && !code.empty())
    report_.count(CallbackReport::Kind::code_without_failure, "errorCode");
  if (!success && code.empty()) code = kFallbackCode;
  sink_.finish(record, success, code, reason);
}

void CallbackPeople::finish() {
  for (std::uint32_t record = 0; record < outcomes_.size(); ++record) {
    if (!outcomes_[record].seen) continue;
    if (!defaults_.values.empty()) apply_defaults(record);
    say_outcome(record, outcomes_[record]);
  }
}

}  // namespace stepgate::protocol
