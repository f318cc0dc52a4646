#include "store/settings_repository.hpp"

#include "store/core.hpp"

namespace stepgate::store {
namespace {

constexpr std::string_view kEpoch = "node.epoch";

std::optional<std::string> find(sql::Connection& connection, std::string_view key) {
  const sql::Rows rows = connection.query("SELECT value FROM setting WHERE key = ?", {key});
  return rows.empty() ? std::nullopt : std::optional(rows[0][0].text());
}

void put(sql::Connection& connection, std::string_view key, std::string_view value) {
  connection.exec(
      "INSERT INTO setting(key, value) VALUES(?, ?) ON CONFLICT DO UPDATE SET value = "
      "excluded.value",
      {key, value});
}

}  // namespace

SettingsRepository::SettingsRepository(Core& core) : core_(core) {}

std::optional<std::string> SettingsRepository::get(std::string_view key) {
  return find(*core_.readers->take(), key);
}

void SettingsRepository::set(std::string_view key, std::string_view value) {
  core_.writer->write([&](sql::Connection& c) { put(c, key, value); });
}

void SettingsRepository::erase(std::string_view key) {
  core_.writer->write(
      [&](sql::Connection& c) { c.exec("DELETE FROM setting WHERE key = ?", {key}); });
}

std::string SettingsRepository::get_or_create(std::string_view key,
                                              const std::function<std::string()>& make) {
  return core_.writer->write([&](sql::Connection& c) {
    if (auto value = find(c, key)) return *value;
    std::string value = make();
    put(c, key, value);
    return value;
  });
}

flow::NodeEpoch SettingsRepository::next_epoch() {
  return core_.writer->write([](sql::Connection& c) {
    const sql::Rows rows = c.query("SELECT value FROM setting WHERE key = ?", {kEpoch});
    const flow::NodeEpoch epoch = (rows.empty() ? 0 : rows[0][0].integer()) + 1;
    put(c, kEpoch, std::to_string(epoch));
    return epoch;
  });
}

}  // namespace stepgate::store
