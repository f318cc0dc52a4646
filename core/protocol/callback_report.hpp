// Deviations of a callback, counted while reading and said once at the end: a thousand entries with
// the same unknown key are one warning.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "protocol/callback_sink.hpp"

namespace stepgate::protocol {

class CallbackReport {
 public:
  enum class Kind : std::uint8_t {
    field_unknown,
    attribute_unknown,
    key_unknown,
    nul_removed,
    text_cut,
    success_unreadable,
    code_without_failure,
    entry_without_id,
    error_ignored,
    entry_flat,
    entry_bare,
    list_bare,
    id_as_text,
    success_absent,
    success_as_text,
    failure_without_code,
    error_as_object,
    attribute_not_scalar,
    munchkin_absent
  };
  /// Once more the same thing about `key` (bounded: after 100 different ones only their number is
  /// kept).
  void count(Kind kind, std::string_view key);
  void person_unknown(std::int64_t id);
  void person_twice(CallbackSink& sink, std::uint32_t record, std::int64_t id);
  /// Says everything that was counted.
  void write(CallbackSink& sink) const;

 private:
  struct Item {
    Kind kind;
    std::string key;
    std::uint64_t times = 0;
  };
  std::vector<Item> items_;
  std::unordered_map<std::string, std::size_t> index_;
  std::string scratch_, unknown_ids_;
  std::uint64_t unknown_people_ = 0, twice_ = 0, left_out_ = 0;
};

}  // namespace stepgate::protocol
