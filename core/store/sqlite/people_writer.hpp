// Writes the results of a chunk into its people and captures the old values in the same statement:
// one descent of the tree per person, and history and field cannot disagree.
//
// UPDATE person SET f3 = stepgate_put(0, id, f3), ..., updated_at = ?
//  WHERE id BETWEEN ? AND ? AND stepgate_take(0, id, f3, ...)
//
// take() compares, captures and says whether anything of the person changes (else the row is not
// written); put() gives what take() found. Only that order is relied on: WHERE before SET.
#pragma once
#include <span>
#include <string>

#include "flow/results.hpp"
#include "flow/store.hpp"
#include "store/changes.hpp"

struct sqlite3_context;
struct sqlite3_value;

namespace stepgate::store {

namespace sql {
class Connection;
class StatementCache;
}  // namespace sql

/// Lives as long as the writing connection; used under the writer's turn only.
class PeopleWriter {
 public:
  /// Registers the two functions.
  explicit PeopleWriter(sql::Connection& connection);
  PeopleWriter(const PeopleWriter&) = delete;
  PeopleWriter& operator=(const PeopleWriter&) = delete;

  /// Throws sql::StatementFailed when a column does not exist or a value does not fit.
  Changes apply(const flow::ChunkResults& results, flow::Ms now);

 private:
  static void on_take(sqlite3_context* context, int n, sqlite3_value** values);
  static void on_put(sqlite3_context* context, int n, sqlite3_value** values);
  bool take(std::size_t first_field, std::size_t index, std::span<sqlite3_value*> olds);
  void put(sqlite3_context* context, std::size_t field, std::size_t index, sqlite3_value* old);
  /// Position in the chunk of the person that the statement is at; ids.size() when it is none.
  std::size_t index_of(flow::PersonId id) const noexcept;
  void write_range(std::size_t begin, std::size_t end, flow::Ms now);

  sql::StatementCache& statements_;
  std::string range_sql_, one_sql_;
  // Of the chunk being applied:
  const flow::ChunkResults* results_ = nullptr;
  Changes* changes_ = nullptr;
  std::size_t base_ = 0, limit_ = 0;  ///< [base_, limit_): positions of the running statement
};

}  // namespace stepgate::store
