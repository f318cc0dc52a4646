// The picklists of ServiceRepository.
#include "store/core.hpp"
#include "store/service_repository.hpp"

namespace stepgate::store {
namespace {

#define COLUMNS "service, type, attribute, choices, fetched_at, error, tried_at"

PicklistRow read(const sql::Row& row) {
  PicklistRow p;
  p.service = row[0].integer();
  p.type = row[1].text();
  p.attribute = row[2].text();
  p.choices = Json::parse(row[3].text());
  p.fetched_at = row[4].integer();
  p.error = row[5].text();
  p.tried_at = row[6].integer();
  return p;
}

}  // namespace

void ServiceRepository::put_picklist(flow::ServiceId id, std::string_view type,
                                     std::string_view attribute, const Json& choices) {
  core_.writer->write([&](sql::Connection& c) {
    const Ms now = core_.now();
    c.exec("INSERT OR REPLACE INTO picklist(" COLUMNS ") VALUES(?, ?, ?, ?, ?, '', ?)",
           {id, type, attribute, choices.dump(), now, now});
  });
}

void ServiceRepository::put_picklist_error(flow::ServiceId id, std::string_view type,
                                           std::string_view attribute, std::string_view error) {
  core_.writer->write([&](sql::Connection& c) {
    c.exec("INSERT INTO picklist(" COLUMNS
           ") VALUES(?, ?, ?, 'null', 0, ?, ?) ON CONFLICT DO UPDATE SET error = excluded.error, "
           "tried_at = excluded.tried_at",
           {id, type, attribute, error, core_.now()});
  });
}

std::vector<PicklistRow> ServiceRepository::picklists(flow::ServiceId id) {
  std::vector<PicklistRow> all;
  for (const sql::Row& row : core_.readers->take()->query(
           "SELECT " COLUMNS " FROM picklist WHERE service = ? ORDER BY type, attribute", {id})) {
    all.push_back(read(row));
  }
  return all;
}

std::optional<PicklistRow> ServiceRepository::picklist(flow::ServiceId id, std::string_view type,
                                                       std::string_view attribute) {
  const sql::Rows rows = core_.readers->take()->query(
      "SELECT " COLUMNS " FROM picklist WHERE service = ? AND type = ? AND attribute = ?",
      {id, type, attribute});
  return rows.empty() ? std::nullopt : std::optional(read(rows[0]));
}

#undef COLUMNS

}  // namespace stepgate::store
