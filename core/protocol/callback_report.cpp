#include "protocol/callback_report.hpp"

#include "base/text.hpp"

namespace stepgate::protocol {
namespace {

constexpr std::size_t kMostItems = 100;
constexpr std::uint64_t kMostNamed = 20;  ///< people who are named one by one

struct Wording {
  const char* code;
  const char* before;
  const char* after;
};

Wording wording(CallbackReport::Kind kind) {
  using Kind = CallbackReport::Kind;
  switch (kind) {
    case Kind::field_unknown:
      return {"FIELD_NOT_MAPPED", "the field `",
              "` is not declared, mapped and active; it was ignored"};
    case Kind::attribute_unknown:
      return {"ATTRIBUTE_UNDECLARED", "the attribute `", "` is not declared; it was not stored"};
    case Kind::key_unknown:
      return {"KEY_UNKNOWN", "`",
              "` is neither an incoming field nor an attribute; it was ignored"};
    case Kind::nul_removed:
      return {"NUL_REMOVED", "U+0000 was removed from the text of `", "`"};
    case Kind::text_cut:
      return {"TEXT_CUT", "the text of `", "` was cut at 2000 bytes"};
    case Kind::success_unreadable:
      return {"SUCCESS_UNREADABLE", "`", "` is neither true nor false; it was taken as absent"};
    case Kind::code_without_failure:
      return {"CODE_WITHOUT_FAILURE", "`",
              "` is set, but success is not false: it counts as success"};
    case Kind::entry_without_id:
      return {"ENTRY_WITHOUT_ID", "", "an entry has no usable id; it was ignored"};
    case Kind::error_ignored:
      return {"ERROR_IGNORED", "`", "` stands beside entries; the entries count"};
    case Kind::entry_flat:
      return {"ENTRY_FLAT", "", "an entry holds its values without leadData and activityData"};
    case Kind::entry_bare:
      return {"ENTRY_BARE", "", "an entry stands there without the list objectData"};
    case Kind::list_bare:
      return {"LIST_BARE", "", "the body is a list of entries, not an object with objectData"};
    case Kind::id_as_text:
      return {"ID_AS_TEXT", "", "a person's id is a text, not an integer"};
    case Kind::success_absent:
      return {"SUCCESS_ABSENT", "", "an entry does not say success; it counts as one"};
    case Kind::success_as_text:
      return {"SUCCESS_NOT_BOOLEAN", "`", "` is no boolean; it was read as one"};
    case Kind::failure_without_code:
      return {"FAILURE_WITHOUT_CODE", "", "a failure has no errorCode; a fallback stands for it"};
    case Kind::error_as_object:
      return {"ERROR_AS_OBJECT", "",
              "a failure is told as {status, error: {code, message}}, not as errorCode"};
    case Kind::attribute_not_scalar:
      return {"ATTRIBUTE_NOT_SCALAR", "the attribute `",
              "` is a list or an object; its JSON text was stored"};
    case Kind::munchkin_absent:
      return {"MUNCHKIN_ID_ABSENT", "", "the body has no munchkinId, which the interface requires"};
  }
  return {"", "", ""};
}

std::string times(std::uint64_t count) {
  return count == 1 ? std::string() : " (" + std::to_string(count) + " times)";
}

}  // namespace

void CallbackReport::count(Kind kind, std::string_view key) {
  scratch_.assign(1, static_cast<char>(kind));
  scratch_ += cut_utf8(key, 100);
  const auto found = index_.find(scratch_);
  if (found != index_.end()) {
    ++items_[found->second].times;
    return;
  }
  if (items_.size() == kMostItems) {
    ++left_out_;
    return;
  }
  index_.emplace(scratch_, items_.size());
  items_.push_back({kind, scratch_.substr(1), 1});
}

void CallbackReport::person_unknown(std::int64_t id) {
  if (unknown_people_++ >= kMostNamed) return;
  unknown_ids_ += (unknown_ids_.empty() ? "" : ", ") + std::to_string(id);
}

void CallbackReport::person_twice(CallbackSink& sink, std::uint32_t record, std::int64_t id) {
  if (twice_++ >= kMostNamed) return;
  sink.warn(record, "PERSON_TWICE",
            "the person " + std::to_string(id) + " came twice; the last entry counts");
}

void CallbackReport::write(CallbackSink& sink) const {
  for (const Item& item : items_) {
    const Wording words = wording(item.kind);
    sink.warn(-1, words.code, words.before + item.key + words.after + times(item.times));
  }
  if (left_out_ > 0) {
    sink.warn(-1, "WARNINGS_CUT", std::to_string(left_out_) + " further deviations are not listed");
  }
  if (unknown_people_ > 0) {
    const char* const more = unknown_people_ > kMostNamed ? ", ..." : "";
    sink.warn(-1, "PERSON_UNKNOWN",
              std::to_string(unknown_people_) +
                  " entries are for people who are not in the chunk: " + unknown_ids_ + more);
  }
  if (twice_ > kMostNamed) {
    sink.warn(-1, "PERSON_TWICE", std::to_string(twice_) + " entries repeat a person");
  }
}

}  // namespace stepgate::protocol
