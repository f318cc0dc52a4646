#include "people/csv_rows.hpp"

#include <csv.h>

#include <algorithm>
#include <utility>

#include "base/error.hpp"

namespace stepgate::people {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";
constexpr std::size_t kGrowth =
    64 << 10;  ///< of a long cell's buffer; the library's 128 bytes make it quadratic
constexpr std::size_t kFirstLine = 64 << 10;  ///< a header line is found within that many bytes

char guess_separator(std::string_view first_line) {
  char best = ',';
  auto most = std::count(first_line.begin(), first_line.end(), ',');
  for (const char candidate : {';', '\t'}) {
    const auto n = std::count(first_line.begin(), first_line.end(), candidate);
    if (n > most) {
      most = n;
      best = candidate;
    }
  }
  return best;
}

/// Spaces belong to the value: only what is quoted or separated ends a cell.
int no_space(unsigned char) { return 0; }

}  // namespace

struct CsvRows::Impl {
  csv_parser parser{};
  Sink sink;
  char separator = 0;
  bool started = false;
  std::string held;  ///< the beginning, until the separator is known
  std::int64_t line = 0;
  CsvRow row;
  bool too_large = false;
  bool in_row = false;

  static void on_cell(void* text, std::size_t size, void* self) {
    auto& impl = *static_cast<Impl*>(self);
    if (impl.row.cells.size() >= kMaxCells || size > kMaxCell) {
      impl.too_large = true;
      return;
    }
    impl.row.cells.emplace_back(static_cast<const char*>(text), size);
  }

  static void on_row(int, void* self) {
    auto& impl = *static_cast<Impl*>(self);
    if (impl.too_large || impl.row.cells.empty()) return;
    impl.rows.push_back(std::move(impl.row));
    impl.row = {};
  }

  std::vector<CsvRow>
      rows;  ///< ended, not yet given out: the sink may throw, a C callback must not

  void begin() {
    started = true;
    std::string_view text = held;
    if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
    if (separator == 0) separator = guess_separator(text.substr(0, text.find_first_of("\r\n")));
    csv_set_delim(&parser, static_cast<unsigned char>(separator));
    const std::string first(text);
    held.clear();
    lines(first);
  }

  /// Physical line by physical line: a row that ends tells on which line it began.
  void lines(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto end = bytes.find('\n');
      const auto piece = bytes.substr(0, end == std::string_view::npos ? bytes.size() : end + 1);
      if (!in_row) {
        row.line = line + 1;
        in_row = true;
      }
      parse(piece);
      in_row = parser.pstate != 0;  // 0: between rows; an empty line begins none
      if (end == std::string_view::npos) break;
      ++line;
      bytes.remove_prefix(end + 1);
    }
  }

  void parse(std::string_view piece) {
    if (csv_parse(&parser, piece.data(), piece.size(), &on_cell, &on_row, this) != piece.size())
      throw Error(ErrorKind::malformed, "CSV_UNREADABLE", "line " + std::to_string(line + 1),
                  "can't be read as CSV", "Check the quotes around it.",
                  csv_strerror(csv_error(&parser)));
    check_size();
    give();
  }

  void check_size() const {
    if (too_large || parser.entry_size > 4 * kMaxCell)
      throw Error(ErrorKind::too_large, "CSV_ROW_TOO_LARGE", "line " + std::to_string(row.line),
                  "has a cell or a number of cells beyond every bound",
                  "Look for a quote that is never closed.");
  }

  void give() {
    auto ready = std::exchange(rows, {});
    for (auto& one : ready) sink(std::move(one));
  }
};

CsvRows::CsvRows(char separator, Sink sink) : impl_(std::make_unique<Impl>()) {
  csv_init(&impl_->parser, 0);
  csv_set_space_func(&impl_->parser, &no_space);
  csv_set_blk_size(&impl_->parser, kGrowth);
  impl_->sink = std::move(sink);
  impl_->separator = separator;
}

CsvRows::~CsvRows() { csv_free(&impl_->parser); }

void CsvRows::feed(std::string_view bytes) {
  if (impl_->started) return impl_->lines(bytes);
  impl_->held.append(bytes);
  const bool whole_line = impl_->held.find('\n') != std::string::npos;
  if (whole_line || impl_->held.size() > kFirstLine) impl_->begin();
}

void CsvRows::finish() {
  if (!impl_->started) impl_->begin();
  // The library's own check wants its strict mode, which refuses stray quotes that people do write.
  constexpr int kFieldBegun = 2;
  if (impl_->parser.pstate == kFieldBegun && impl_->parser.quoted != 0)
    throw Error(ErrorKind::malformed, "CSV_QUOTE_OPEN", "line " + std::to_string(impl_->row.line),
                "a quote is opened and never closed",
                "Close it, or double the quotes that belong to the text.");
  csv_fini(&impl_->parser, &Impl::on_cell, &Impl::on_row, impl_.get());
  impl_->check_size();
  impl_->give();
}

std::int64_t CsvRows::line() const noexcept { return impl_->line; }

void append_csv(std::string& out, std::string_view cell, char separator) {
  const bool plain =
      cell.find_first_of(std::string("\"\r\n") + separator) == std::string_view::npos &&
      (cell.empty() || (cell.front() != ' ' && cell.back() != ' '));
  if (plain) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace stepgate::people
