// Some changes of a run, taken back in one transaction.
#pragma once
#include <optional>
#include <span>
#include <string>

#include "flow/field.hpp"
#include "flow/results.hpp"
#include "store/activity/activity.hpp"
#include "store/import_changes.hpp"

namespace stepgate::store {

struct Core;
class FieldTable;
namespace sql {
class Connection;
class Statement;
}  // namespace sql

/// Used under the writer's turn, inside its transaction.
class UndoSlice {
 public:
  UndoSlice(Core& core, sql::Connection& connection, flow::RunId run);

  /// Person by person, until the time of a slice is over or there are no more; how many of the
  /// changes were taken.
  std::size_t take_back(std::span<const activity::Activity> changes);
  /// What it did, into history and counts.
  void write();

 private:
  using Changed = std::span<const activity::Activity>;
  void person(Changed changes);
  /// One value against what is there now: in column `column` of the statement, if it is there.
  void value(const activity::Activity& change, const flow::Field& field, sql::Statement& now,
             int column);
  void leave(const activity::Activity& change, const std::optional<std::string>& found);
  void gone(const activity::Activity& change);
  sql::Statement& left_row(const activity::Activity& change, bool gone);
  flow::Cell old_cell(const flow::Field& field, const std::optional<std::string>& old);

  Core& core_;
  sql::Connection& connection_;
  const flow::RunId run_;
  const flow::Ms now_;
  flow::ChunkResults row_;  ///< one person, as the writer of people takes it
  ImportChanges done_;
  std::int64_t people_ = 0, fields_ = 0;
};

}  // namespace stepgate::store
