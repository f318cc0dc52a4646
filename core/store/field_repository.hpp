// The fields of people: standard ones from the first start (docs/protocol.md section 3), custom
// ones added at run time. Each is a real column.
#pragma once
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "flow/field.hpp"

namespace stepgate::store {

struct Core;

/// An immutable view of all fields at one moment; a new one is made when a field is added.
class FieldTable {
 public:
  explicit FieldTable(std::vector<flow::Field> fields);
  const std::vector<flow::Field>& all() const noexcept { return fields_; }  ///< by id
  const flow::Field* find(std::string_view name) const noexcept;            ///< without case
  const flow::Field* find(flow::FieldId id) const noexcept;

 private:
  std::vector<flow::Field> fields_;
};
using FieldTableRef = std::shared_ptr<const FieldTable>;

class FieldRepository {
 public:
  static constexpr std::size_t kMaxCustom = 500;
  static constexpr std::size_t kMaxNameBytes = 60;

  explicit FieldRepository(Core& core);

  FieldTableRef table() const;  ///< cheap: no SQL
  std::vector<flow::Field> list() const { return table()->all(); }
  std::optional<flow::Field> find(std::string_view name) const;  ///< without case
  std::optional<flow::Field> find(flow::FieldId id) const;

  /// Adds a custom field. Name: a letter, then letters, digits and underscores. Throws Error:
  /// FIELD_EXISTS (conflict), FIELD_NAME_INVALID, FIELD_NAME_RESERVED (id, success, reason,
  /// errorCode), FIELD_LABEL_INVALID (invalid), FIELDS_FULL (conflict).
  flow::Field add(std::string_view name, std::string_view label, flow::DataType type);

 private:
  Core& core_;
};

}  // namespace stepgate::store
