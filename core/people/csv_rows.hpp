// CSV as it comes: any line end, quoted line breaks, a byte order mark; fed in pieces, given out
// row by row with the line on which each begins.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stepgate::people {

struct CsvRow {
  std::int64_t line = 0;  ///< 1, 2, ...: where the row begins
  std::vector<std::string> cells;
};

/// Not thread safe. A cell over `max_cell` bytes or a row over `max_cells` cells is an Error
/// (too_large, CSV_ROW_TOO_LARGE).
class CsvRows {
 public:
  using Sink = std::function<void(CsvRow&&)>;
  /// separator 0: ; or tab when the first line has more of them than commas, else comma.
  CsvRows(char separator, Sink sink);
  ~CsvRows();
  CsvRows(const CsvRows&) = delete;
  CsvRows& operator=(const CsvRows&) = delete;

  void feed(std::string_view bytes);
  /// Throws Error (malformed, CSV_QUOTE_OPEN) when the text ends inside quotes.
  void finish();
  std::int64_t line() const noexcept;  ///< lines seen

  static constexpr std::size_t kMaxCell = 1 << 20;
  static constexpr std::size_t kMaxCells = 2000;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One cell, quoted where needed. A text that a spreadsheet would take for a formula is left as it
/// is: it is somebody's data.
void append_csv(std::string& out, std::string_view cell, char separator);

}  // namespace stepgate::people
