// The people of a check: the built-in ones, or those of a file.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace stepgate::check {

class PeopleTable {
 public:
  static constexpr std::size_t kMostPeople = 1000;

  /// Several with different values: some empty, some outside ASCII, one very long.
  static PeopleTable built_in();
  /// CSV or JSON (a list of objects, or {"people": [...]}), by the name's end. Throws Error:
  /// PEOPLE_UNREADABLE, PEOPLE_EMPTY, PEOPLE_TOO_MANY, PEOPLE_ID.
  static PeopleTable read(const std::string& file);

  std::size_t size() const noexcept { return ids_.size(); }
  bool is_built_in() const noexcept { return built_in_; }
  const std::vector<std::int64_t>& ids() const noexcept { return ids_; }
  const std::vector<std::string>& columns() const noexcept { return columns_; }
  std::optional<std::size_t> column(std::string_view name) const;  ///< without case
  const std::string& cell(std::size_t person, std::size_t column) const {
    return cells_[person][column];
  }
  /// Empty cells for those who have none.
  std::size_t add_column(const std::string& name);
  void set(std::size_t person, std::size_t column, std::string value) {
    cells_[person][column] = std::move(value);
  }
  /// The same people again and again, with the ids behind the highest and addresses of their own.
  PeopleTable grown_to(std::size_t people) const;

  /// Into the store by way of the import of people. Columns that are no fields become custom ones
  /// of type string. Lines that were refused, in words. Throws Error as people::Import does.
  std::vector<std::string> store(store::Database& database) const;

 private:
  void take_rows(std::vector<std::vector<std::string>> rows);
  std::vector<std::size_t> field_columns() const;
  bool built_in_ = false;
  std::vector<std::string> columns_;  ///< without id
  std::vector<std::int64_t> ids_;
  std::vector<std::vector<std::string>> cells_;
};

}  // namespace stepgate::check
