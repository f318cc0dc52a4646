#include "store/activity/field_names.hpp"

#include <charconv>

#include "store/activity/query.hpp"

namespace stepgate::store::activity {

const FieldNames::Entry& FieldNames::of(flow::FieldId field) {
  if (!loaded_) {
    Query query(db_, "SELECT id, name, type FROM field");
    while (query.step()) {
      entries_[static_cast<flow::FieldId>(query.integer(0))] = {
          std::string(query.text(1)),
          query.integer(2) == static_cast<std::int64_t>(flow::DataType::boolean)};
    }
    loaded_ = true;
  }
  const auto [it, fresh] = entries_.try_emplace(field);
  if (fresh) it->second.name = "f" + std::to_string(field);
  return it->second;
}

std::string text_of(const Value& value, bool boolean) {
  if (value.kind != Value::Kind::integer) return std::string(value.text());
  if (boolean && (value.integer == 0 || value.integer == 1)) {
    return value.integer != 0 ? "true" : "false";
  }
  return std::to_string(value.integer);
}

bool is_text(const Value& value, const std::string& wanted, bool boolean) {
  switch (value.kind) {
    case Value::Kind::null:
      return wanted.empty();
    case Value::Kind::text:
      return value.text() == wanted;
    case Value::Kind::integer: {
      if (boolean && (value.integer == 0 || value.integer == 1)) {
        return wanted == (value.integer != 0 ? "true" : "false");
      }
      char text[24];
      const auto end = std::to_chars(text, text + sizeof text, value.integer).ptr;
      return wanted == std::string_view(text, static_cast<std::size_t>(end - text));
    }
  }
  return false;
}

}  // namespace stepgate::store::activity
