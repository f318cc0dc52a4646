#include "store/service_repository.hpp"

#include "store/core.hpp"
#include "store/names.hpp"

namespace stepgate::store {
namespace {

#define COLUMNS                                                                             \
  "id, revision, name, state, kind, url, api_key, discovery, definition, mapping, "         \
  "configuration, credential, auth, mapping_strategy, provider, paused_reason, paused_at, " \
  "plan_version, created_at, updated_at"

ServiceRow read(const sql::Row& row) {
  ServiceRow s;
  s.id = row[0].integer();
  s.revision = row[1].integer();
  s.name = row[2].text();
  s.state = row[3].text();
  s.kind = row[4].text();
  s.url = row[5].text();
  s.sealed_api_key = row[6].text();
  s.discovery = Json::parse(row[7].text());
  s.definition = Json::parse(row[8].text());
  s.mapping = Json::parse(row[9].text());
  s.configuration = Json::parse(row[10].text());
  s.credential = row[11].integer();
  s.auth = row[12].text();
  s.mapping_strategy = row[13].text();
  s.provider = row[14].text();
  s.paused_reason = row[15].text();
  s.paused_at = row[16].integer();
  s.plan_version = static_cast<std::int32_t>(row[17].integer());
  s.created_at = row[18].integer();
  s.updated_at = row[19].integer();
  return s;
}

std::optional<ServiceRow> first(const sql::Rows& rows) {
  return rows.empty() ? std::nullopt : std::optional(read(rows[0]));
}

std::optional<ServiceRow> by_id(sql::Connection& c, flow::ServiceId id) {
  return first(
      c.query("SELECT " COLUMNS " FROM service WHERE id = ? AND removed_at IS NULL", {id}));
}

/// The columns that create() and update() write, in the order of both statements.
std::vector<sql::Value> contents(const ServiceRow& s) {
  return {s.name,
          s.state,
          s.kind,
          s.url,
          sql::Blob{s.sealed_api_key},
          s.discovery.dump(),
          s.definition.dump(),
          s.mapping.dump(),
          s.configuration.dump(),
          s.credential,
          s.auth,
          s.mapping_strategy,
          s.provider};
}

}  // namespace

ServiceRepository::ServiceRepository(Core& core) : core_(core) {}

std::string ServiceRepository::api_key_identity(flow::ServiceId id) {
  return "service:" + std::to_string(id) + ":api-key";
}

ServiceRow ServiceRepository::create(const ServiceRow& row) {
  return with_unique_name("service", row.name, [&] {
    return core_.writer->write([&](sql::Connection& c) {
      std::vector<sql::Value> args = contents(row);
      args.insert(args.end(), {core_.now(), core_.now()});
      c.exec(
          "INSERT INTO service(revision, name, state, kind, url, api_key, discovery, definition, "
          "mapping, configuration, credential, auth, mapping_strategy, provider, paused_reason, "
          "paused_at, plan_version, created_at, updated_at) VALUES(1, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
          "?, ?, ?, ?, '', 0, 0, ?, ?)",
          args);
      return *by_id(c, c.last_insert_id());
    });
  });
}

std::vector<ServiceRow> ServiceRepository::list() {
  std::vector<ServiceRow> all;
  for (const sql::Row& row : core_.readers->take()->query(
           "SELECT " COLUMNS " FROM service WHERE removed_at IS NULL ORDER BY id")) {
    all.push_back(read(row));
  }
  return all;
}

std::optional<ServiceRow> ServiceRepository::find(flow::ServiceId id) {
  return by_id(*core_.readers->take(), id);
}

std::optional<ServiceRow> ServiceRepository::find(std::string_view name) {
  return first(core_.readers->take()->query(
      "SELECT " COLUMNS " FROM service WHERE name = ? COLLATE NOCASE AND removed_at IS NULL",
      {name}));
}

ServiceRow ServiceRepository::get(flow::ServiceId id) {
  if (auto row = find(id)) return *row;
  not_found("service", id);
}

ServiceRow ServiceRepository::update(const ServiceRow& row) {
  return with_unique_name("service", row.name, [&] {
    return core_.writer->write([&](sql::Connection& c) {
      std::vector<sql::Value> args = contents(row);
      args.insert(args.end(), {core_.now(), row.id, row.revision});
      const auto changed = c.exec(
          "UPDATE service SET name = ?, state = ?, kind = ?, url = ?, api_key = ?, discovery = ?, "
          "definition = ?, mapping = ?, configuration = ?, credential = ?, auth = ?, "
          "mapping_strategy = ?, provider = ?, updated_at = ?, revision = revision + 1 WHERE id = "
          "? AND revision = ? AND removed_at IS NULL",
          args);
      const auto now = by_id(c, row.id);
      if (!now) not_found("service", row.id);
      if (changed == 0) {
        throw Error(ErrorKind::conflict, "CHANGED_MEANWHILE", "service '" + now->name + "'",
                    "somebody else has changed it in the meantime", "Read it again and repeat");
      }
      return *now;
    });
  });
}

void ServiceRepository::set_state(flow::ServiceId id, std::string_view state) {
  core_.writer->write([&](sql::Connection& c) {
    if (c.exec("UPDATE service SET state = ?, revision = revision + 1, updated_at = ? WHERE id = ? "
               "AND removed_at IS NULL",
               {state, core_.now(), id}) == 0) {
      not_found("service", id);
    }
  });
}

void ServiceRepository::set_paused(flow::ServiceId id, std::string_view reason) {
  core_.writer->write([&](sql::Connection& c) {
    const Ms now = core_.now();
    if (c.exec("UPDATE service SET paused_reason = ?, paused_at = ?, revision = revision + 1, "
               "updated_at = ? WHERE id = ? AND removed_at IS NULL",
               {reason, reason.empty() ? 0 : now, now, id}) == 0) {
      not_found("service", id);
    }
  });
}

void ServiceRepository::remove(flow::ServiceId id) {
  core_.writer->write([&](sql::Connection& c) {
    const sql::Rows users = c.query(
        "SELECT 'campaign ''' || name || '''' FROM campaign WHERE service = ?1 UNION ALL SELECT "
        "'run ' || id FROM run WHERE service = ?1 AND state <= 2 LIMIT 1",
        {id});
    if (!users.empty()) {
      throw Error(ErrorKind::conflict, "SERVICE_IN_USE", "service " + std::to_string(id),
                  users[0][0].text() + " uses it", "Remove that first, or retire the service");
    }
    if (c.exec("UPDATE service SET removed_at = ?, state = 'retired', api_key = x'', credential = "
               "0, revision = revision + 1 WHERE id = ? AND removed_at IS NULL",
               {core_.now(), id}) == 0) {
      not_found("service", id);
    }
  });
}

std::int32_t ServiceRepository::add_plan(flow::ServiceId id, const Json& plan) {
  return core_.writer->write([&](sql::Connection& c) {
    const auto row = by_id(c, id);
    if (!row) not_found("service", id);
    const std::int32_t version = row->plan_version + 1;
    c.exec("INSERT INTO service_plan(service, version, plan, made_at) VALUES(?, ?, ?, ?)",
           {id, version, plan.dump(), core_.now()});
    c.exec("UPDATE service SET plan_version = ?, revision = revision + 1 WHERE id = ?",
           {version, id});
    return version;
  });
}

std::optional<Json> ServiceRepository::plan(flow::ServiceId id, std::int32_t version) {
  const sql::Rows rows = core_.readers->take()->query(
      "SELECT plan FROM service_plan WHERE service = ? AND version = ?", {id, version});
  return rows.empty() ? std::nullopt : std::optional(Json::parse(rows[0][0].text()));
}

#undef COLUMNS

}  // namespace stepgate::store
