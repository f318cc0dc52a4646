#include "store/sealed_repository.hpp"

#include "store/core.hpp"

namespace stepgate::store {
namespace {

using Kind = SealedValue::Kind;

void append(std::vector<SealedValue>& all, Kind kind, const sql::Rows& rows) {
  for (const sql::Row& row : rows)
    all.push_back({kind, row[0].integer(), row[1].text(), row[2].text()});
}

void pause(sql::Connection& c, const char* which, std::int64_t id, Ms now) {
  c.exec(
      "UPDATE service SET paused_reason = 'CREDENTIALS_LOST', paused_at = ?, revision = revision "
      "+ 1, updated_at = ? WHERE " +
          std::string(which) +
          " = ? AND state <> 'draft' AND paused_reason = '' AND removed_at IS NULL",
      {now, now, id});
}

void forget_credential(sql::Connection& c, std::int64_t id, Ms now) {
  c.exec(
      "UPDATE credential SET sealed = x'', state = 'lost', verified_at = 0, updated_at = ? WHERE "
      "id = ?",
      {now, id});
  pause(c, "credential", id, now);
}

/// A certificate without its key can't be used, in plans of chunks under way neither.
void forget_client_key(sql::Connection& c, std::int64_t service, Ms now) {
  c.exec(
      "UPDATE service SET configuration = json_remove(configuration, '$.tls.sealedKey', "
      "'$.tls.clientCertificate'), revision = revision + 1, updated_at = ? WHERE id = ?",
      {now, service});
  c.exec(
      "UPDATE service_plan SET plan = json_remove(plan, '$.tls.sealedKey', "
      "'$.tls.clientCertificate') WHERE service = ?",
      {service});
  pause(c, "id", service, now);
}

}  // namespace

SealedRepository::SealedRepository(Core& core) : core_(core) {}

std::vector<SealedValue> SealedRepository::list() {
  std::vector<SealedValue> all;
  auto reader = core_.readers->take();
  append(all, Kind::credential,
         reader->query(
             "SELECT id, name, sealed FROM credential WHERE length(sealed) > 0 ORDER BY id"));
  append(all, Kind::callback_key,
         reader->query("SELECT id, name, api_key FROM service WHERE removed_at IS NULL AND "
                       "length(api_key) > 0 ORDER BY id"));
  append(all, Kind::client_key,
         reader->query("SELECT id, name, json_extract(configuration, '$.tls.sealedKey') AS key "
                       "FROM service WHERE removed_at IS NULL AND key <> '' ORDER BY id"));
  return all;
}

void SealedRepository::forget(const std::vector<SealedValue>& values, const SealKey& seal_key) {
  core_.writer->write([&](sql::Connection& c) {
    const Ms now = core_.now();
    for (const SealedValue& value : values) {
      const auto service = static_cast<flow::ServiceId>(value.id);
      if (value.kind == Kind::credential)
        forget_credential(c, value.id, now);
      else if (value.kind == Kind::client_key)
        forget_client_key(c, value.id, now);
      else
        c.exec(
            "UPDATE service SET api_key = ?, revision = revision + 1, updated_at = ? WHERE id = ?",
            {sql::Blob{seal_key(service)}, now, value.id});
    }
  });
}

}  // namespace stepgate::store
