#include "store/undo_repository.hpp"

#include "store/core.hpp"
#include "store/sql/statement.hpp"
#include "store/undo_slice.hpp"

namespace stepgate::store {
namespace {

constexpr std::string_view kColumns =
    "SELECT u.run, u.done, u.asked_at, u.ended_at, u.people, u.fields, u.unreadable, (SELECT "
    "count(*) "
    "FROM run_undo_left l WHERE l.run = u.run AND l.gone = 0), (SELECT count(*) FROM run_undo_left "
    "l "
    "WHERE l.run = u.run AND l.gone = 1) FROM run_undo u ";

std::optional<std::string> text_or_nothing(const sql::Value& value) {
  return value.is_null() ? std::nullopt : std::optional(value.text());
}

}  // namespace

UndoRepository::UndoRepository(Core& core) : core_(core) {}

std::optional<UndoRow> UndoRepository::find(flow::RunId run) {
  const sql::Rows rows =
      core_.readers->take()->query(std::string(kColumns) + "WHERE u.run = ?", {run});
  if (rows.empty()) return std::nullopt;
  const sql::Row& row = rows[0];
  UndoRow undo;
  undo.run = row[0].integer();
  undo.done = row[1].integer() != 0;
  undo.asked_at = row[2].integer();
  undo.ended_at = row[3].integer();
  undo.people = row[4].integer();
  undo.fields = row[5].integer();
  undo.unreadable = row[6].integer();
  undo.left = row[7].integer();
  undo.gone = row[8].integer();
  return undo;
}

std::vector<flow::RunId> UndoRepository::under_way() {
  std::vector<flow::RunId> runs;
  for (const sql::Row& row : core_.readers->take()->query(
           "SELECT run FROM run_undo WHERE done = 0 ORDER BY asked_at, run"))
    runs.push_back(row[0].integer());
  return runs;
}

bool UndoRepository::ask(flow::RunId run) {
  return core_.writer->write([&](sql::Connection& c) {
    return c.statements()
               .get("INSERT OR IGNORE INTO run_undo(run, asked_at) VALUES(?1, ?2)")
               .bind(1, run)
               .bind(2, core_.now())
               .run() != 0;
  });
}

void UndoRepository::take_back(flow::RunId run, std::span<const activity::Activity> changes) {
  while (!changes.empty()) {
    std::size_t taken = 0;
    core_.writer->write([&](sql::Connection& connection) {
      UndoSlice slice(core_, connection, run);
      taken = slice.take_back(changes);
      slice.write();
    });
    changes = changes.subspan(taken);
  }
}

void UndoRepository::end(flow::RunId run, std::int64_t unreadable) {
  core_.writer->write([&](sql::Connection& c) {
    c.exec("UPDATE run_undo SET done = 1, ended_at = ?, unreadable = ? WHERE run = ? AND done = 0",
           {core_.now(), unreadable, run});
  });
}

std::vector<UndoLeft> UndoRepository::left(flow::RunId run, flow::PersonId after_person,
                                           flow::FieldId after_field, std::size_t limit) {
  std::vector<UndoLeft> all;
  for (const sql::Row& row : core_.readers->take()->query(
           "SELECT l.person, l.field, coalesce(f.name, 'f' || l.field), l.gone, l.written, l.found "
           "FROM "
           "run_undo_left l LEFT JOIN field f ON f.id = l.field WHERE l.run = ? AND (l.person, "
           "l.field) > (?, ?) ORDER BY l.person, l.field LIMIT ?",
           {run, after_person, static_cast<std::int64_t>(after_field),
            static_cast<std::int64_t>(limit)}))
    all.push_back({row[0].integer(), static_cast<flow::FieldId>(row[1].integer()), row[2].text(),
                   row[3].integer() != 0, text_or_nothing(row[4]), text_or_nothing(row[5])});
  return all;
}

}  // namespace stepgate::store
