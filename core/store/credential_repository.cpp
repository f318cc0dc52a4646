#include "store/credential_repository.hpp"

#include "store/core.hpp"
#include "store/names.hpp"

namespace stepgate::store {
namespace {

#define COLUMNS "id, name, kind, sealed, verified_at, state, created_at, updated_at"

CredentialRow read(const sql::Row& row) {
  return {row[0].integer(), row[1].text(), row[2].text(),    row[3].text(),
          row[4].integer(), row[5].text(), row[6].integer(), row[7].integer()};
}

std::optional<CredentialRow> first(const sql::Rows& rows) {
  return rows.empty() ? std::nullopt : std::optional(read(rows[0]));
}

std::optional<CredentialRow> by_id(sql::Connection& c, std::int64_t id) {
  return first(c.query("SELECT " COLUMNS " FROM credential WHERE id = ?", {id}));
}

}  // namespace

CredentialRepository::CredentialRepository(Core& core) : core_(core) {}

std::string CredentialRepository::identity(std::int64_t id) {
  return "credential:" + std::to_string(id);
}

CredentialRow CredentialRepository::create(std::string_view name, std::string_view kind,
                                           const Seal& seal) {
  return with_unique_name("credential", name, [&] {
    return core_.writer->write([&](sql::Connection& c) {
      const Ms now = core_.now();
      c.exec(
          "INSERT INTO credential(name, kind, sealed, verified_at, state, created_at, updated_at) "
          "VALUES(?, ?, x'', 0, 'unverified', ?, ?)",
          {name, kind, now, now});
      const std::int64_t id = c.last_insert_id();
      c.exec("UPDATE credential SET sealed = ? WHERE id = ?", {sql::Blob{seal(identity(id))}, id});
      return *by_id(c, id);
    });
  });
}

void CredentialRepository::replace(std::int64_t id, std::string_view kind,
                                   std::string_view sealed) {
  core_.writer->write([&](sql::Connection& c) {
    if (c.exec("UPDATE credential SET kind = ?, sealed = ?, verified_at = 0, state = "
               "'unverified', updated_at = ? WHERE id = ?",
               {kind, sql::Blob{std::string(sealed)}, core_.now(), id}) == 0) {
      not_found("credential", id);
    }
  });
}

void CredentialRepository::set_state(std::int64_t id, std::string_view state, Ms verified_at) {
  core_.writer->write([&](sql::Connection& c) {
    if (c.exec("UPDATE credential SET state = ?, verified_at = ?, updated_at = ? WHERE id = ?",
               {state, verified_at, core_.now(), id}) == 0) {
      not_found("credential", id);
    }
  });
}

std::vector<CredentialRow> CredentialRepository::list() {
  std::vector<CredentialRow> all;
  for (const sql::Row& row :
       core_.readers->take()->query("SELECT " COLUMNS " FROM credential ORDER BY id")) {
    all.push_back(read(row));
  }
  return all;
}

std::optional<CredentialRow> CredentialRepository::find(std::int64_t id) {
  return by_id(*core_.readers->take(), id);
}

std::optional<CredentialRow> CredentialRepository::find(std::string_view name) {
  return first(
      core_.readers->take()->query("SELECT " COLUMNS " FROM credential WHERE name = ?", {name}));
}

CredentialRow CredentialRepository::get(std::int64_t id) {
  if (auto row = find(id)) return *row;
  not_found("credential", id);
}

void CredentialRepository::remove(std::int64_t id) {
  core_.writer->write([&](sql::Connection& c) {
    const sql::Rows users =
        c.query("SELECT name FROM service WHERE credential = ? AND removed_at IS NULL", {id});
    if (!users.empty()) {
      throw Error(ErrorKind::conflict, "CREDENTIAL_IN_USE", "credential " + std::to_string(id),
                  "service '" + users[0][0].text() + "' uses it", "Give that service another one");
    }
    if (c.exec("DELETE FROM credential WHERE id = ?", {id}) == 0) not_found("credential", id);
  });
}

#undef COLUMNS

}  // namespace stepgate::store
