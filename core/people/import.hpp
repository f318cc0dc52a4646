// People from CSV, streamed: bad lines are reported by number and reason, the rest is imported.
// Matched by id, else by e-mail without case; an empty cell says nothing, so a second import of the
// same file changes nothing.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "people/csv_rows.hpp"
#include "store/database.hpp"
#include "store/people_repository.hpp"

namespace stepgate::people {

struct ImportOptions {
  std::string name = "people.csv";  ///< in the source of the recorded changes
  char separator = 0;               ///< 0: found out
  bool ignore_unknown = false;      ///< columns that are no fields are left out
  bool create_fields = false;       ///< they become custom fields of type string
};

struct LineError {
  std::int64_t line = 0;
  std::string code, field, message;
};

struct ImportProgress {
  std::int64_t bytes = 0, lines = 0;
  std::int64_t inserted = 0, updated = 0, unchanged = 0, refused = 0;
  std::vector<LineError> errors;  ///< the first kMaxErrors
  static constexpr std::size_t kMaxErrors = 1000;
};

/// Where a column of the file goes.
struct Column {
  enum class Role : std::uint8_t { ignored, id, field };
  Role role = Role::ignored;
  std::string name;
  flow::Field field;
};
/// Throws Error before anything is written: CSV_NO_HEADER, CSV_UNKNOWN_COLUMN,
/// CSV_DUPLICATE_COLUMN, CSV_READ_ONLY_COLUMN, CSV_NO_KEY (neither id nor email).
std::vector<Column> read_header(store::Database& database, const std::vector<std::string>& cells,
                                const ImportOptions& options);

/// Not thread safe.
class Import {
 public:
  Import(store::Database& database, ImportOptions options);
  /// Throws Error for the header and for CSV that can't be read at all; what was imported before
  /// stays.
  void feed(std::string_view bytes);
  void finish();
  /// After feed() or finish() threw, or when the rest will never come: writes the lines that were
  /// taken and not yet written.
  void keep() { write(); }
  const ImportProgress& progress() const noexcept { return progress_; }

 private:
  void take(CsvRow&& row);
  bool take_row(const CsvRow& row, store::ImportBatch::Row& out, std::string& arena);
  void refuse(std::int64_t line, std::string code, std::string field, std::string message);
  void write();

  static constexpr std::size_t kSlice = 2000;
  store::Database& database_;
  ImportOptions options_;
  CsvRows rows_;
  std::vector<Column> columns_;
  store::ImportBatch batch_;
  std::vector<std::int64_t> lines_;  ///< of the batch's rows
  ImportProgress progress_;
};

}  // namespace stepgate::people
