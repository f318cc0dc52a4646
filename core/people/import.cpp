#include "people/import.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "flow/coerce.hpp"

namespace stepgate::people {
namespace {
constexpr flow::FieldId kEmail = 1;  // the first standard field
}

Import::Import(store::Database& database, ImportOptions options)
    : database_(database),
      options_(std::move(options)),
      rows_(options_.separator, [this](CsvRow&& row) { take(std::move(row)); }) {
  batch_.source = options_.name;
}

void Import::feed(std::string_view bytes) {
  progress_.bytes += static_cast<std::int64_t>(bytes.size());
  rows_.feed(bytes);
}

void Import::finish() {
  rows_.finish();
  if (columns_.empty())
    throw Error(ErrorKind::invalid, "CSV_EMPTY", options_.name, "holds no line",
                "The first line names the columns.");
  write();
}

void Import::take(CsvRow&& row) {
  if (columns_.empty()) {
    columns_ = read_header(database_, row.cells, options_);
    for (const auto& column : columns_)
      if (column.role == Column::Role::field) batch_.fields.push_back(column.field.id);
    return;
  }
  if (row.cells.size() == 1 && trim(row.cells[0]).empty()) return;  // an empty line
  ++progress_.lines;
  store::ImportBatch::Row out;
  const auto arena_before = batch_.arena.size();
  if (!take_row(row, out, batch_.arena)) {
    batch_.arena.resize(arena_before);
    return;
  }
  batch_.rows.push_back(std::move(out));
  lines_.push_back(row.line);
  if (batch_.rows.size() >= kSlice) write();
}

/// One line: every value must fit its field, else the line is refused as a whole.
bool Import::take_row(const CsvRow& row, store::ImportBatch::Row& out, std::string& arena) {
  if (row.cells.size() != columns_.size()) {
    refuse(row.line, "CSV_CELL_COUNT", "",
           "has " + std::to_string(row.cells.size()) + " cells, the header " +
               std::to_string(columns_.size()));
    return false;
  }
  std::string scratch;
  bool keyed = false;  // without id and e-mail, the same line would be another person each time
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto& column = columns_[i];
    const auto text = trim(row.cells[i]);
    if (column.role == Column::Role::ignored) continue;
    if (!is_valid_utf8(text)) {
      refuse(row.line, "TEXT_NOT_UTF8", column.name, "is not UTF-8; save the file as UTF-8");
      return false;
    }
    if (column.role == Column::Role::id) {
      if (text.empty()) continue;
      const auto id = parse_int(text);
      if (!id || *id <= 0 || *id > store::PeopleRepository::kMaxGivenId) {
        refuse(row.line, "ID_INVALID", column.name,
               "'" + std::string(text) + "' is no id: a whole number above 0");
        return false;
      }
      out.id = *id;
      keyed = true;
      continue;
    }
    flow::Cell cell;
    if (!text.empty()) {
      const auto coerced =
          flow::coerce(column.field.type, {flow::RawValue::Kind::string, 0, 0, text}, scratch);
      const bool cut = coerced.warning == "TEXT_CUT";
      if (!coerced.refused.empty() || cut) {
        refuse(row.line, cut ? "VALUE_TOO_LONG" : std::string(coerced.refused), column.name,
               "'" + std::string(cut_utf8(text, 60)) + "' does not fit a field of type " +
                   std::string(to_string(column.field.type)));
        return false;
      }
      cell = coerced.cell;
      if (cell.kind == flow::Cell::Kind::add) cell.kind = flow::Cell::Kind::integer;
      if (cell.kind == flow::Cell::Kind::null) cell.kind = flow::Cell::Kind::keep;
      if (cell.kind == flow::Cell::Kind::text) {
        cell.offset = arena.size();
        cell.size = static_cast<std::uint32_t>(coerced.text.size());
        arena += coerced.text;
        keyed = keyed || column.field.id == kEmail;
      }
    }
    out.cells.push_back(cell);
  }
  if (!keyed) refuse(row.line, "CSV_NO_KEY", "", "has neither an id nor an e-mail address");
  return keyed;
}

void Import::refuse(std::int64_t line, std::string code, std::string field, std::string message) {
  ++progress_.refused;
  if (progress_.errors.size() < ImportProgress::kMaxErrors)
    progress_.errors.push_back({line, std::move(code), std::move(field), std::move(message)});
}

void Import::write() {
  if (batch_.rows.empty()) return;
  const auto results = database_.people().import(batch_);
  for (std::size_t i = 0; i < results.size(); ++i) {
    switch (results[i].outcome) {
      case store::ImportOutcome::inserted:
        ++progress_.inserted;
        break;
      case store::ImportOutcome::updated:
        ++progress_.updated;
        break;
      case store::ImportOutcome::unchanged:
        ++progress_.unchanged;
        break;
      case store::ImportOutcome::refused:
        refuse(lines_[i], results[i].code, results[i].code == "EMAIL_TAKEN" ? "email" : "id",
               results[i].message);
        break;
    }
  }
  batch_.rows.clear();
  batch_.arena.clear();
  lines_.clear();
}

}  // namespace stepgate::people
