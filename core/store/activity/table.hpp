// The entries of a segment before they are encoded: ids, and columns of values over them.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "flow/ids.hpp"
#include "store/activity/value.hpp"

namespace stepgate::store::activity {

struct Column {
  ColumnKind kind{};
  std::string key;
  bool constant = false;  ///< `all` for every entry; `values` is empty
  Value all;
  std::vector<Value> values;  ///< one per entry otherwise
};

/// Texts in it are borrowed, or kept by keep().
class Table {
 public:
  std::vector<flow::PersonId> ids;  ///< ascending; the same person more than once is possible

  const std::vector<Column>& columns() const noexcept { return columns_; }
  /// Finds or makes a column of ids.size() nulls. The reference is valid until the next call.
  Column& column(ColumnKind kind, std::string_view key = {});
  void constant(ColumnKind kind, std::string_view key, Value value);
  /// Takes the column away when all its values are the same integer, and gives that.
  std::optional<std::int64_t> take_same(ColumnKind kind);
  /// Least and greatest of a column of integers.
  std::pair<std::int64_t, std::int64_t> range(ColumnKind kind) const;
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  void clear();

 private:
  std::vector<Column> columns_;
  std::size_t hint_ = 0;  ///< chunks of one service ask for the same columns in the same order
  std::deque<std::string> texts_;
};

}  // namespace stepgate::store::activity
