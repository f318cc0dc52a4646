#include "store/campaign_repository.hpp"

#include "store/core.hpp"
#include "store/names.hpp"

namespace stepgate::store {
namespace {

#define COLUMNS "id, name, service, parameters, audience, chunk_people, created_at, updated_at"

CampaignRow read(const sql::Row& row) {
  return {row[0].integer(),           row[1].text(),
          row[2].integer(),           Json::parse(row[3].text()),
          Json::parse(row[4].text()), static_cast<std::int32_t>(row[5].integer()),
          row[6].integer(),           row[7].integer()};
}

std::optional<CampaignRow> first(const sql::Rows& rows) {
  return rows.empty() ? std::nullopt : std::optional(read(rows[0]));
}

std::optional<CampaignRow> by_id(sql::Connection& c, flow::CampaignId id) {
  return first(c.query("SELECT " COLUMNS " FROM campaign WHERE id = ?", {id}));
}

}  // namespace

CampaignRepository::CampaignRepository(Core& core) : core_(core) {}

CampaignRow CampaignRepository::create(const CampaignRow& row) {
  return with_unique_name("campaign", row.name, [&] {
    return core_.writer->write([&](sql::Connection& c) {
      const Ms now = core_.now();
      c.exec(
          "INSERT INTO campaign(name, service, parameters, audience, chunk_people, created_at, "
          "updated_at) VALUES(?, ?, ?, ?, ?, ?, ?)",
          {row.name, row.service, row.parameters.dump(), row.audience.dump(), row.chunk_people, now,
           now});
      return *by_id(c, c.last_insert_id());
    });
  });
}

CampaignRow CampaignRepository::update(const CampaignRow& row) {
  return with_unique_name("campaign", row.name, [&] {
    return core_.writer->write([&](sql::Connection& c) {
      if (c.exec("UPDATE campaign SET name = ?, service = ?, parameters = ?, audience = ?, "
                 "chunk_people = ?, updated_at = ? WHERE id = ?",
                 {row.name, row.service, row.parameters.dump(), row.audience.dump(),
                  row.chunk_people, core_.now(), row.id}) == 0) {
        not_found("campaign", row.id);
      }
      return *by_id(c, row.id);
    });
  });
}

void CampaignRepository::move(const std::vector<CampaignRow>& rows, flow::ServiceId from) {
  core_.writer->write([&](sql::Connection& c) {
    for (const auto& row : rows)
      c.exec(
          "UPDATE campaign SET service = ?, parameters = ?, updated_at = ? WHERE id = ? AND "
          "service = ?",
          {row.service, row.parameters.dump(), core_.now(), row.id, from});
  });
}

std::vector<CampaignRow> CampaignRepository::list() {
  std::vector<CampaignRow> all;
  for (const sql::Row& row :
       core_.readers->take()->query("SELECT " COLUMNS " FROM campaign ORDER BY id")) {
    all.push_back(read(row));
  }
  return all;
}

std::int64_t CampaignRepository::uses(flow::ServiceId service) {
  const sql::Rows rows =
      core_.readers->take()->query("SELECT count(*) FROM campaign WHERE service = ?", {service});
  return rows[0][0].integer();
}

std::optional<CampaignRow> CampaignRepository::find(flow::CampaignId id) {
  return by_id(*core_.readers->take(), id);
}

std::optional<CampaignRow> CampaignRepository::find(std::string_view name) {
  return first(
      core_.readers->take()->query("SELECT " COLUMNS " FROM campaign WHERE name = ?", {name}));
}

CampaignRow CampaignRepository::get(flow::CampaignId id) {
  if (auto row = find(id)) return *row;
  not_found("campaign", id);
}

void CampaignRepository::remove(flow::CampaignId id) {
  core_.writer->write([&](sql::Connection& c) {
    const sql::Rows open =
        c.query("SELECT id FROM run WHERE campaign = ? AND state <= 2 LIMIT 1", {id});
    if (!open.empty()) {
      throw Error(ErrorKind::conflict, "CAMPAIGN_IN_USE", "campaign " + std::to_string(id),
                  "run " + open[0][0].text() + " is not over", "Wait for it, or abort it");
    }
    // Its runs stay, and are called by its name.
    c.exec(
        "UPDATE run SET campaign_name = coalesce((SELECT name FROM campaign WHERE id = ?1), '') "
        "WHERE campaign = ?1",
        {id});
    if (c.exec("DELETE FROM campaign WHERE id = ?", {id}) == 0) not_found("campaign", id);
  });
}

#undef COLUMNS

}  // namespace stepgate::store
