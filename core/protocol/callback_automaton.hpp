// Inside the callback reader: the SAX automaton over one body. Not thread safe; one per callback.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "protocol/callback_entry.hpp"

namespace stepgate::protocol {

/// Which object or list the reader stands in.
enum class Place : std::uint8_t {
  outside,
  root,
  list,
  entry,
  lead,
  activity,
  error,
  defaults,
  lead_defaults,
  activity_defaults,
  chunk_error
};

/// What the next value is.
enum class What : std::uint8_t {
  ignored,
  list,
  lead,
  activity,
  defaults,
  lead_defaults,
  activity_defaults,
  error,
  id,
  value,  ///< of a field, an attribute, or both
  success,
  reason,
  code,
  status,
  message
};

class CallbackAutomaton final : public JsonHandler {
 public:
  CallbackAutomaton(const stepgate_chunk& chunk, CallbackSink& sink)
      : chunk_(chunk), sink_(sink), people_(chunk, sink, report_) {}

  bool on_null() override { return scalar(simple(STEPGATE_NULL)); }
  bool on_bool(bool v) override { return scalar(simple(STEPGATE_BOOL, v ? 1 : 0)); }
  bool on_int(std::int64_t v) override { return scalar(simple(STEPGATE_INT, v)); }
  bool on_real(double v) override { return on_real_text({}, v); }
  bool on_real_text(std::string_view written, double v) override;
  bool on_string(std::string_view v) override { return scalar(text_value(v)); }
  bool on_bad(std::string_view raw) override;
  bool on_key(std::string_view name) override;
  bool on_object_begin() override;
  bool on_object_end() override { return end(true); }
  bool on_array_begin() override;
  bool on_array_end() override { return end(false); }

  /// After the last event: outcomes, a chunk error, warnings. Throws Error when there are no
  /// results to be read.
  void finish();

 private:
  static stepgate_value simple(std::uint32_t type, std::int64_t number = 0) {
    stepgate_value value{};
    value.type = type;
    value.as.i64 = number;
    return value;
  }
  Place place() const noexcept { return stack_[depth_]; }
  bool enter(Place place) {
    stack_[++depth_] = place;
    return true;
  }
  What root_key(std::string_view name);
  What entry_key(std::string_view name);
  What field_key(std::string_view name);
  What activity_key(std::string_view name);
  What error_key(std::string_view name);
  What look_up(std::string_view name, bool field, bool attribute, CallbackReport::Kind unknown);
  What outcome_key(std::string_view name) const;
  Place place_of_object();

  bool scalar(const stepgate_value& value);
  void take(const stepgate_value& value);
  void take_value(const stepgate_value& value);
  stepgate_value as_written(const stepgate_value& value) const;
  bool keeps_text(std::uint32_t field) const;
  void take_default(const stepgate_value& value);
  void take_chunk(const stepgate_value& value);
  void begin_entry();
  void begin_bare_entry();
  void note_flat();
  bool nest(bool object);
  bool end(bool object);
  void leave();
  void capture_scalar(const stepgate_value& value);
  bool in_defaults() const noexcept {
    return place() == Place::lead_defaults || place() == Place::activity_defaults;
  }

  const stepgate_chunk& chunk_;
  CallbackSink& sink_;
  CallbackReport report_;
  CallbackPeople people_;
  std::array<Place, 16> stack_{};  ///< places nest at most seven deep; the rest is nested_
  std::size_t depth_ = 0;
  What what_ = What::ignored;
  std::uint32_t field_ = KeyTable::kNone, attribute_ = KeyTable::kNone;

  std::size_t nested_ = 0;  ///< levels inside of a value
  bool capturing_ = false;
  JsonWriter capture_;
  std::string captured_, bad_;
  std::string_view digits_;  ///< of a real number, as it was written; empty: the value is none

  bool entry_open_ = false, error_said_ = false;
  bool list_unreadable_ = false;  ///< objectData is a number, a text or a boolean
  bool flat_ = false;             ///< of this entry it has been said
  bool munchkin_said_ = false, list_bare_ = false;
  std::string chunk_code_, chunk_message_, chunk_error_;
};

}  // namespace stepgate::protocol
