#include "catalog/store_key.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/error.hpp"
#include "base/log.hpp"
#include "catalog/names.hpp"
#include "store/sealed_repository.hpp"
#include "store/service_repository.hpp"

namespace stepgate::catalog {
namespace {

using store::SealedValue;

std::string told(const SealedValue& value) {
  switch (value.kind) {
    case SealedValue::Kind::credential:
      return "credential " + value.name;
    case SealedValue::Kind::client_key:
      return "the client certificate's key of service " + value.name;
    case SealedValue::Kind::callback_key:
      break;
  }
  return "the callback key of service " + value.name;
}

std::string enumerated_values(const std::vector<SealedValue>& values) {
  std::vector<std::string> names;
  for (const auto& value : values) names.push_back(told(value));
  return enumerated(names);
}

std::string key_ids(const std::vector<SealedValue>& values) {
  std::vector<std::string> ids;
  for (const auto& value : values) {
    auto id = SecretBox::key_id_of(value.sealed);
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
  }
  return enumerated(ids);
}

/// `there`: the id of the key that the file holds, empty when there is no file.
[[noreturn]] void refuse(const std::string& key_file, const std::string& there,
                         const std::vector<SealedValue>& lost) {
  const auto file =
      there.empty() ? "the file is gone" : "the file holds another key (id " + there + ")";
  throw Error(ErrorKind::conflict, "SECRET_KEY_MISSING", key_file,
              file + ", and the store holds what was sealed under the key with the id " +
                  key_ids(lost) + ": " + enumerated_values(lost),
              "Restore the file from a backup of the data directory. If it is lost for good, start "
              "once with stepgated --forget-lost-secrets: the store goes on under the key that is "
              "there or a new one, and these credentials are to be entered again");
}

void forget(store::Database& database, const SecretBox& box, const std::vector<SealedValue>& lost) {
  database.sealed().forget(lost, [&](flow::ServiceId service) {
    return box.seal(random_text(24), store::ServiceRepository::api_key_identity(service));
  });
  log(Severity::warn, "catalog",
      "given up, for their key is lost: " + enumerated_values(lost) +
          ". `stepgate credential list` shows what is to be entered again");
}

}  // namespace

SecretBox open_store_key(const std::string& key_file, store::Database& database, bool forget_lost) {
  auto values = database.sealed().list();
  std::error_code ignored;
  const bool there = std::filesystem::exists(std::filesystem::symlink_status(key_file, ignored));
  if (!there && !values.empty() && !forget_lost) refuse(key_file, {}, values);
  SecretBox box(key_file);
  std::erase_if(values, [&](const auto& value) {
    return SecretBox::key_id_of(value.sealed) == box.key_id();
  });
  if (values.empty()) return box;
  if (!forget_lost) refuse(key_file, box.key_id(), values);
  forget(database, box, values);
  return box;
}

}  // namespace stepgate::catalog
