#include "store/undo_slice.hpp"

#include <algorithm>
#include <chrono>

#include "base/text.hpp"
#include "store/activity/field_names.hpp"
#include "store/columns.hpp"
#include "store/core.hpp"
#include "store/sql/statement.hpp"
#include "store/sqlite/people_writer.hpp"

namespace stepgate::store {
namespace {

using flow::Cell;
using flow::DataType;
using SteadyClock = std::chrono::steady_clock;

/// Commits of the engine wait for at most about this long.
constexpr auto kSlice = std::chrono::milliseconds(40);

bool is_counted(DataType type) noexcept {
  return type == DataType::boolean || type == DataType::integer || type == DataType::score;
}

/// What stands in the column, as the history writes it.
std::optional<std::string> text_of(sql::Statement& row, int column, DataType type) {
  if (row.is_null(column)) return std::nullopt;
  if (type == DataType::float_) return format_double(row.real(column));
  if (is_counted(type))
    return activity::text_of(activity::Value::of(row.integer(column)), type == DataType::boolean);
  return std::string(row.text(column));
}

std::int64_t integer_of(std::string_view text) {
  if (text == "true" || text == "false") return text == "true" ? 1 : 0;
  return parse_int(text).value_or(0);
}

}  // namespace

UndoSlice::UndoSlice(Core& core, sql::Connection& connection, flow::RunId run)
    : core_(core), connection_(connection), run_(run), now_(core.now()) {
  row_.ids = {0};
  row_.failed = {0};
  row_.codes = row_.reasons = {Cell{}};
}

std::size_t UndoSlice::take_back(std::span<const activity::Activity> changes) {
  const auto until = SteadyClock::now() + kSlice;
  std::size_t at = 0;
  while (at < changes.size() && (at == 0 || SteadyClock::now() < until)) {
    const auto id = changes[at].person;
    std::size_t end = at + 1;
    while (end < changes.size() && changes[end].person == id) ++end;
    person(changes.subspan(at, end - at));
    at = end;
  }
  return at;
}

void UndoSlice::person(Changed changes) {
  const FieldTableRef table = core_.fields();
  std::string select = "SELECT id";
  for (const auto& change : changes) {
    const flow::Field* field = table->find(change.field);
    select += field == nullptr ? ", NULL" : ", " + column_of(*field);
  }
  row_.fields.clear();
  row_.arena.clear();
  row_.ids[0] = changes[0].person;
  {
    sql::Statement& now = connection_.statements().dynamic(select + " FROM person WHERE id = ?1");
    sql::Reset reset(now);
    if (!now.bind(1, changes[0].person).step()) {
      for (const auto& change : changes) gone(change);
      return;
    }
    for (std::size_t k = 0; k < changes.size(); ++k) {
      if (const flow::Field* field = table->find(changes[k].field))
        value(changes[k], *field, now, static_cast<int>(k) + 1);
      else
        gone(changes[k]);
    }
  }
  if (row_.fields.empty()) return;
  const Changes change = core_.people_writer->apply(row_, now_);
  if (change.field_writes == 0) return;
  done_.add(changes[0].person, change);
  ++people_;
  fields_ += change.field_writes;
}

void UndoSlice::value(const activity::Activity& change, const flow::Field& field,
                      sql::Statement& now, int column) {
  const auto found = text_of(now, column, field.type);
  if (found == change.old_value) return;  // taken back before, or by somebody's hand
  if (found != change.new_value) return leave(change, found);
  row_.fields.push_back({field.id, {old_cell(field, change.old_value)}});
}

void UndoSlice::leave(const activity::Activity& change, const std::optional<std::string>& found) {
  sql::Statement& row = left_row(change, false);
  const auto bind = [&](int index, const std::optional<std::string>& text) {
    text ? row.bind_text(index, *text) : row.bind_null(index);
  };
  bind(5, change.new_value);
  bind(6, found);
  row.run();
}

void UndoSlice::gone(const activity::Activity& change) {
  left_row(change, true).bind_null(5).bind_null(6).run();
}

/// Without its values. A row that is there already stays: the undo began anew.
sql::Statement& UndoSlice::left_row(const activity::Activity& change, bool gone) {
  return connection_.statements()
      .get(
          "INSERT OR IGNORE INTO run_undo_left(run, person, field, gone, written, found) "
          "VALUES(?1, "
          "?2, ?3, ?4, ?5, ?6)")
      .bind(1, run_)
      .bind(2, change.person)
      .bind(3, std::int64_t{change.field})
      .bind(4, std::int64_t{gone});
}

Cell UndoSlice::old_cell(const flow::Field& field, const std::optional<std::string>& old) {
  Cell cell;
  if (!old || old->empty()) {
    cell.kind = Cell::Kind::null;
  } else if (is_counted(field.type)) {
    cell.kind = Cell::Kind::integer;
    cell.integer = integer_of(*old);
  } else if (field.type == DataType::float_) {
    cell.kind = Cell::Kind::real;
    cell.real = parse_double(*old).value_or(0);
  } else {
    cell.kind = Cell::Kind::text;
    cell.offset = row_.arena.size();
    cell.size = static_cast<std::uint32_t>(old->size());
    row_.arena += *old;
  }
  return cell;
}

void UndoSlice::write() {
  done_.write(*core_.activity_writer, "Undo of run " + std::to_string(run_), now_);
  connection_.statements()
      .get("UPDATE run_undo SET people = people + ?2, fields = fields + ?3 WHERE run = ?1")
      .bind(1, run_)
      .bind(2, people_)
      .bind(3, fields_)
      .run();
}

}  // namespace stepgate::store
