// PeopleRepository::import: rows matched, compared and written in slices.
#include <chrono>
#include <map>

#include "store/activity/writer.hpp"
#include "store/columns.hpp"
#include "store/core.hpp"
#include "store/import_changes.hpp"
#include "store/new_value.hpp"
#include "store/people_repository.hpp"
#include "store/sql/failure.hpp"
#include "store/sql/statement.hpp"
#include "store/sqlite/people_writer.hpp"

namespace stepgate::store {
namespace {

using flow::Cell;
using flow::PersonId;
using SteadyClock = std::chrono::steady_clock;

/// Commits of the engine wait for at most about this long.
constexpr auto kSlice = std::chrono::milliseconds(40);
constexpr flow::FieldId kEmail = 1;  // the first standard field

struct Nothing {
  static std::int64_t integer() noexcept { return 0; }
};

class Import {
 public:
  Import(Core& core, const ImportBatch& batch)
      : core_(core), batch_(batch), results_(batch.rows.size()), insert_(insert_sql(core, batch)) {
    for (std::size_t k = 0; k < batch.fields.size(); ++k) {
      if (batch.fields[k] == kEmail) email_ = k;
      row_.fields.push_back({batch.fields[k], {Cell{}}});
    }
    row_.ids = {0};
    row_.failed = {0};
    row_.codes = row_.reasons = {Cell{}};
    row_.arena = batch.arena;
  }

  std::vector<ImportResult> run() {
    for (std::size_t at = 0; at < batch_.rows.size();) at = slice(at, batch_.rows.size());
    return std::move(results_);
  }

 private:
  /// Writes rows from `begin` on until the time or the rows are over; where it stopped.
  std::size_t slice(std::size_t begin, std::size_t end) {
    std::size_t at = begin;
    try {
      core_.writer->write([&](sql::Connection& connection) {
        const auto until = SteadyClock::now() + kSlice;
        now_ = core_.now();
        ImportChanges changes;
        inserted_.clear();
        for (; at < end && SteadyClock::now() < until; ++at) one(connection, at, changes);
        count_inserted(connection);
        changes.write(*core_.activity_writer, "Import " + batch_.source, now_);
      });
      return at;
    } catch (const sql::StatementFailed& e) {
      if (at == end) throw;
      results_[at] = {ImportOutcome::refused, 0, "ROW_UNWRITABLE", e.what()};
    }
    for (std::size_t again = begin; again < at;) again = slice(again, at);
    return at + 1;
  }

  void one(sql::Connection& connection, std::size_t at, ImportChanges& changes) {
    const ImportBatch::Row& row = batch_.rows[at];
    if (row.id < 0 || row.id > PeopleRepository::kMaxGivenId) {
      results_[at] = {ImportOutcome::refused, row.id, "ID_OUT_OF_RANGE",
                      "an id lies between 1 and " + std::to_string(PeopleRepository::kMaxGivenId)};
      return;
    }
    if (const PersonId owner = row.id != 0 ? email_owner(connection, row) : 0; owner != 0) {
      results_[at] = {ImportOutcome::refused, row.id, "EMAIL_TAKEN",
                      "person " + std::to_string(owner) + " has this e-mail address already"};
      return;
    }
    const PersonId found = row.id != 0 ? exists(connection, row.id) : by_email(connection, row);
    if (found == 0) {
      results_[at] = {ImportOutcome::inserted, insert(connection, row), {}, {}};
      return;
    }
    row_.ids[0] = found;
    for (std::size_t k = 0; k < row_.fields.size(); ++k) row_.fields[k].cells[0] = row.cells[k];
    const Changes change = core_.people_writer->apply(row_, now_);
    const bool changed = change.field_writes != 0;
    results_[at] = {changed ? ImportOutcome::updated : ImportOutcome::unchanged, found, {}, {}};
    if (changed) changes.add(found, change);
  }

  static PersonId exists(sql::Connection& connection, PersonId id) {
    sql::Statement& select = connection.statements().get("SELECT id FROM person WHERE id = ?1");
    sql::Reset reset(select);
    return select.bind(1, id).step() ? id : 0;
  }

  PersonId by_email(sql::Connection& connection, const ImportBatch::Row& row) const {
    if (email_ == kNone || row.cells[email_].kind != Cell::Kind::text) return 0;
    sql::Statement& select = connection.statements().get(
        "SELECT id FROM person WHERE lower(f1) = lower(?1) AND f1 IS NOT NULL ORDER BY id LIMIT 1");
    sql::Reset reset(select);
    return select.bind_text(1, text(row.cells[email_])).step() ? select.integer(0) : 0;
  }

  /// Who else has the e-mail that a line with an id brings; 0 when nobody does, or its person does.
  PersonId email_owner(sql::Connection& connection, const ImportBatch::Row& row) const {
    if (email_ == kNone || row.cells[email_].kind != Cell::Kind::text) return 0;
    sql::Statement& select = connection.statements().get(
        "SELECT id FROM person WHERE lower(f1) = lower(?1) AND f1 IS NOT NULL ORDER BY id = ?2 "
        "DESC, id LIMIT 1");
    sql::Reset reset(select);
    select.bind_text(1, text(row.cells[email_])).bind(2, row.id);
    if (!select.step() || select.integer(0) == row.id) return 0;
    return select.integer(0);
  }

  PersonId insert(sql::Connection& connection, const ImportBatch::Row& row) {
    sql::Statement& insert = connection.statements().dynamic(insert_);
    if (row.id != 0) {
      insert.bind(1, row.id);
    } else {
      insert.bind_null(1);
    }
    insert.bind(2, now_);
    for (std::size_t k = 0; k < row.cells.size(); ++k) {
      bind(insert, static_cast<int>(k) + 3, row.cells[k]);
    }
    insert.run();
    const PersonId id = connection.last_insert_id();
    ++inserted_[flow::bucket_of(id)];
    return id;
  }

  void bind(sql::Statement& statement, int index, const Cell& cell) const {
    const NewValue value = resolve(cell, text(cell), Nothing{});
    if (value.kind == Cell::Kind::integer) {
      statement.bind(index, value.integer);
    } else if (value.kind == Cell::Kind::real) {
      statement.bind_real(index, value.real);
    } else if (value.kind == Cell::Kind::text) {
      statement.bind_text(index, value.text);
    } else {
      statement.bind_null(index);
    }
  }

  void count_inserted(sql::Connection& connection) {
    for (const auto& [bucket, n] : inserted_) {
      connection.statements()
          .get(
              "INSERT INTO person_bucket(bucket, n) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET n = n "
              "+ excluded.n")
          .bind(1, bucket)
          .bind(2, n)
          .run();
    }
  }

  std::string_view text(const Cell& cell) const noexcept {
    return cell.kind == Cell::Kind::text
               ? std::string_view(batch_.arena).substr(cell.offset, cell.size)
               : std::string_view();
  }

  static std::string insert_sql(const Core& core, const ImportBatch& batch) {
    const FieldTableRef table = core.fields();
    std::string columns = "INSERT INTO person(id, created_at, updated_at";
    std::string values = ") VALUES(?1, ?2, ?2";
    for (std::size_t k = 0; k < batch.fields.size(); ++k) {
      const flow::Field* field = table->find(batch.fields[k]);
      if (field == nullptr || field->read_only) {
        throw Error(ErrorKind::invalid, "FIELD_UNKNOWN", "field " + std::to_string(batch.fields[k]),
                    field == nullptr ? "there is no such field" : "it cannot be written",
                    "Leave it out of the import");
      }
      columns += ", " + column_of(*field);
      values += ", ?" + std::to_string(k + 3);
    }
    return columns + values + ")";
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  Core& core_;
  const ImportBatch& batch_;
  std::vector<ImportResult> results_;
  std::string insert_;
  std::size_t email_ = kNone;  ///< position of the e-mail among the fields
  flow::ChunkResults row_;     ///< one row, as the writer of people takes it
  flow::Ms now_ = 0;
  std::map<flow::Bucket, std::int64_t> inserted_;  ///< by the running slice
};

}  // namespace

std::vector<ImportResult> PeopleRepository::import(const ImportBatch& batch) {
  for (const ImportBatch::Row& row : batch.rows) {
    if (row.cells.size() == batch.fields.size()) continue;
    throw Error(ErrorKind::internal, "IMPORT_ROW_UNEVEN", "a row of the import",
                "it has another number of cells than there are fields");
  }
  return Import(core_, batch).run();
}

}  // namespace stepgate::store
