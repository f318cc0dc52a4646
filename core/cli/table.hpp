// Rows under headings, columns as wide as their widest cell.
#pragma once
#include <string>
#include <vector>

#include "base/json.hpp"
#include "cli/console.hpp"

namespace stepgate::cli {

struct Cell {
  Cell(std::string t, Style s = Style::plain) : text(std::move(t)), style(s) {}
  Cell(const char* t) : text(t) {}
  std::string text;
  Style style = Style::plain;
};

class Table {
 public:
  /// A heading that starts with '>' is that of a right-aligned column.
  explicit Table(std::vector<std::string> headings);
  void row(std::vector<Cell> cells);
  bool empty() const noexcept { return rows_.empty(); }
  /// On a terminal, wide cells are cut so that a row takes one line.
  void print(const Console& console) const;

 private:
  std::vector<std::size_t> widths(const Console& console) const;
  std::vector<std::string> headings_;
  std::vector<bool> right_;
  std::vector<std::vector<Cell>> rows_;
};

/// "label  value" lines.
class Facts {
 public:
  /// Left out when the value is empty.
  void add(const std::string& label, Cell value);
  void print(const Console& console) const;

 private:
  std::vector<std::pair<std::string, Cell>> facts_;
};

/// A value as a cell shows it: numbers in groups of three, null as "-", lists and objects as JSON.
std::string cell_text(const Json& value);
std::string count_text(const Json& value);  ///< numbers with separators
/// "2026-01-02 03:04:05" of the API's "2026-01-02T03:04:05Z".
std::string time_text(const Json& value);
/// Green for active, done; amber for paused, running; red for error, aborted.
Cell state_cell(const Json& state);

}  // namespace stepgate::cli
