// API names and types of fields, read when they are first needed: fields are added, never changed.
#pragma once
#include <string>
#include <unordered_map>

#include "flow/field.hpp"
#include "store/activity/value.hpp"

struct sqlite3;

namespace stepgate::store::activity {

class FieldNames {
 public:
  explicit FieldNames(sqlite3* db) noexcept : db_(db) {}
  struct Entry {
    std::string name;
    bool boolean = false;
  };
  /// "f14" for one that is not there.
  const Entry& of(flow::FieldId field);

 private:
  sqlite3* db_;
  bool loaded_ = false;
  std::unordered_map<flow::FieldId, Entry> entries_;
};

/// Booleans as true and false, numbers in decimal.
std::string text_of(const Value& value, bool boolean);
/// Whether text_of(value) is `wanted`, without making it; null equals "".
bool is_text(const Value& value, const std::string& wanted, bool boolean);

}  // namespace stepgate::store::activity
