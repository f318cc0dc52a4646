#include "cli/table.hpp"

#include <algorithm>
#include <ostream>

#include "base/text.hpp"
#include "cli/terminal_text.hpp"

namespace stepgate::cli {
namespace {

constexpr std::size_t kNarrowest = 8;
constexpr std::size_t kGap = 2;

std::string padding(std::size_t width, std::size_t used) {
  return std::string(width > used ? width - used : 0, ' ');
}

}  // namespace

Table::Table(std::vector<std::string> headings) : headings_(std::move(headings)) {
  for (auto& heading : headings_) {
    right_.push_back(heading.starts_with('>'));
    if (right_.back()) heading.erase(0, 1);
  }
}

void Table::row(std::vector<Cell> cells) {
  for (auto& cell : cells) cell.text = printable(cell.text);
  cells.resize(headings_.size(), Cell(""));
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::widths(const Console& console) const {
  std::vector<std::size_t> wide;
  for (const auto& heading : headings_) wide.push_back(display_width(heading));
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i)
      wide[i] = std::max(wide[i], display_width(row[i].text));
  if (!console.out_terminal()) return wide;
  // The widest column gives way first.
  const auto total = [&] {
    std::size_t sum = 0;
    for (const auto width : wide) sum += width + kGap;
    return sum;
  };
  while (total() > console.columns() + kGap) {
    auto widest = std::max_element(wide.begin(), wide.end());
    if (*widest <= kNarrowest) break;
    --*widest;
  }
  return wide;
}

void Table::print(const Console& console) const {
  const auto wide = widths(console);
  const auto print_line = [&](const auto& text_of, const auto& style_of) {
    std::string line;
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      const auto text = fit(text_of(i), wide[i]);
      const auto pad = padding(wide[i], display_width(text));
      const auto shown = console.styled(style_of(i), text);
      const bool last = i + 1 == headings_.size();
      line += right_[i] ? pad + shown : shown + (last ? "" : pad);
      if (!last) line += std::string(kGap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    console.line(line);
  };
  print_line([&](std::size_t i) { return headings_[i]; }, [](std::size_t) { return Style::bold; });
  for (const auto& row : rows_)
    print_line([&](std::size_t i) { return row[i].text; },
               [&](std::size_t i) { return row[i].style; });
}

void Facts::add(const std::string& label, Cell value) {
  value.text = printable(value.text);
  if (!value.text.empty()) facts_.emplace_back(label, std::move(value));
}

void Facts::print(const Console& console) const {
  std::size_t wide = 0;
  for (const auto& [label, value] : facts_) wide = std::max(wide, display_width(label));
  for (const auto& [label, value] : facts_)
    console.line(console.styled(Style::dim, label) + padding(wide + kGap, display_width(label)) +
                 console.styled(value.style, value.text));
}

std::string cell_text(const Json& value) {
  if (value.is_null()) return "-";
  if (value.is_string()) return value.as_string();
  if (value.is_bool()) return value.as_bool() ? "yes" : "no";
  if (value.type() == Json::Type::real) return format_double(value.as_double());
  return value.dump();
}

std::string count_text(const Json& value) {
  return value.is_number() ? grouped(static_cast<std::int64_t>(value.as_double())) : "-";
}

std::string time_text(const Json& value) {
  auto text = value.as_string();
  if (text.size() >= 20 && text[10] == 'T' && text.back() == 'Z') {
    text[10] = ' ';
    text.pop_back();
  }
  return text.empty() ? "-" : text;
}

Cell state_cell(const Json& state) {
  const auto& text = state.as_string();
  Style style = Style::plain;
  if (text == "active" || text == "done" || text == "ok" || text == "changed")
    style = Style::green;
  else if (text == "draft" || text == "retired" || text == "unchanged")
    style = Style::dim;
  else if (text == "running" || text == "paused" || text == "aborting")
    style = Style::amber;
  else if (text == "error" || text == "aborted" || text == "failed")
    style = Style::red;
  return {text, style};
}

}  // namespace stepgate::cli
