// The people of a callback: from the parts of an entry, in whatever order they come, to values, and
// to one outcome each (docs/protocol.md section 4).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/callback_report.hpp"
#include "protocol/callback_values.hpp"
#include "protocol/key_table.hpp"
#include "protocol/person_index.hpp"

namespace stepgate::protocol {

/// Values go to the sink as soon as the person is known; what comes before the id waits. Outcomes
/// are said at the end, since defaults may follow the entries. Borrows the chunk's arrays, the sink
/// and the report.
class CallbackPeople {
 public:
  CallbackPeople(const stepgate_chunk& chunk, CallbackSink& sink, CallbackReport& report);

  KeyTable& fields() noexcept { return fields_; }
  KeyTable& attributes() noexcept { return attributes_; }
  std::size_t entries() const noexcept { return entries_; }

  void begin_entry();
  void id(const stepgate_value& value);  ///< the first one counts
  void field(std::uint32_t index, const stepgate_value& value) { take(index, false, value); }
  void attribute(std::uint32_t index, const stepgate_value& value) { take(index, true, value); }
  void success(const stepgate_value& value);
  void code(const stepgate_value& value);
  void reason(const stepgate_value& value);
  void status(const stepgate_value& value);
  void error_code(const stepgate_value& value);  ///< of {error: {code, message}}
  void error_message(const stepgate_value& value);
  void end_entry();
  void entry_without_id() { report_.count(CallbackReport::Kind::entry_without_id, ""); }

  // Defaults fill what an entry does not say; null is said. They never make an entry.
  void default_field(std::uint32_t index, const stepgate_value& value);
  void default_attribute(std::uint32_t index, const stepgate_value& value);
  void default_success(const stepgate_value& value) { defaults_.success = read_success(value); }
  void default_code(const stepgate_value& value);
  void default_reason(const stepgate_value& value);

  /// Everyone who came: defaults, then the outcome.
  void finish();

 private:
  enum Said : std::uint8_t { kSuccess = 1, kCode = 2, kReason = 4 };
  struct Span {
    std::uint32_t offset = 0, size = 0;
  };
  /// An outcome in few bytes; its texts lie in texts_.
  struct Outcome {
    bool seen = false;
    std::uint8_t said = 0;  ///< keys that were there, null or not
    Success success = Success::absent;
    bool failure_hint = false;  ///< `status` or `error` say so
    Span code, reason;
  };
  struct Waiting {
    std::uint32_t index;
    bool attribute;
    stepgate_value value;  ///< a text's data is an offset into waiting_texts_
    std::size_t offset;
  };
  struct Defaults {
    std::vector<Waiting> values;
    std::string texts;
    std::uint8_t said = 0;
    Success success = Success::absent;
    std::string code, reason;
  };

  void take(std::uint32_t index, bool attribute, const stepgate_value& value);
  void send(std::uint32_t record, std::uint32_t index, bool attribute, const stepgate_value& value);
  static void keep(std::vector<Waiting>& list, std::string& texts, std::uint32_t index,
                   bool attribute, const stepgate_value& value);
  stepgate_value cleaned(std::uint32_t index, bool attribute, const stepgate_value& value);
  void take_back(std::uint32_t record);
  void flush_waiting();
  bool mark(std::uint32_t record, std::size_t key);
  bool is_marked(std::uint32_t record, std::size_t key) const;
  std::string_view text(Span span) const {
    return std::string_view(texts_).substr(span.offset, span.size);
  }
  Span keep_text(std::string_view words);
  std::string words(const stepgate_value& value, std::size_t max_bytes, std::string_view key);
  void apply_defaults(std::uint32_t record);
  void say_outcome(std::uint32_t record, const Outcome& outcome);

  CallbackSink& sink_;
  CallbackReport& report_;
  TextCleaner cleaner_;
  KeyTable fields_, attributes_;
  PersonIndex index_;
  std::vector<Outcome> outcomes_;
  std::string texts_;
  const std::size_t words_per_record_;
  std::vector<std::uint64_t> marks_;  ///< which keys a record has said

  std::size_t entries_ = 0;
  bool id_said_ = false, dropped_ = false;
  std::uint32_t record_ = PersonIndex::kNone;
  Outcome current_;
  std::vector<Waiting> waiting_;
  std::string waiting_texts_;
  Defaults defaults_;
};

}  // namespace stepgate::protocol
