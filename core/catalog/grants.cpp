#include "catalog/grants.hpp"

#include <algorithm>

#include "catalog/service_door.hpp"

namespace stepgate::catalog {
namespace {

constexpr Ms kAskWithin = 10'000;

std::vector<std::pair<std::string, std::string>> pairs(const Json& object) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& [name, value] : object.members()) all.emplace_back(name, value.as_string());
  return all;
}

/// Renewed before its end by min(max(10 %, 30 s), half its life).
bool wants_renewal(const Grant& grant, Ms now) {
  if (grant.expires_at == 0) return false;
  const Ms life = std::max<Ms>(0, grant.expires_at - grant.made_at);
  const Ms ahead = std::min(std::max<Ms>(life / 10, 30'000), life / 2);
  return now >= grant.expires_at - ahead;
}

}  // namespace

std::vector<std::string> Grant::secrets() const {
  std::vector<std::string> all;
  for (const auto* list : {&headers, &query})
    for (const auto& [name, value] : *list) {
      all.push_back(value);
      // "Basic ..." and "Bearer ...": the word is no secret, the rest is one also alone.
      if (const auto space = value.find(' '); space != std::string::npos)
        all.push_back(value.substr(space + 1));
    }
  return all;
}

Grants::Grants(plugin::PluginHost& plugins, store::CredentialRepository& credentials,
               const SecretBox& box, http::Client& client, Clock& clock)
    : plugins_(plugins), credentials_(credentials), box_(box), client_(client), clock_(clock) {}

plugin::AuthProxy Grants::strategy(const Json& scheme, const std::string& wish) const {
  return plugins_.auth("auth:" + scheme["kind"].as_string(), wish);
}

std::shared_ptr<Grants::Slot> Grants::slot(const GrantKey& key) {
  const auto name = std::to_string(key.credential) + "|" + key.strategy + "|" + key.scheme.dump();
  const std::lock_guard lock(mutex_);
  auto& slot = slots_[name];
  if (!slot) slot = std::make_shared<Slot>();
  return slot;
}

GrantRef Grants::get(const GrantKey& key) {
  const auto kind = key.scheme["kind"].as_string();
  if (kind.empty() || kind == "none") return nullptr;
  const auto slot = this->slot(key);
  const auto current = [&]() -> std::pair<GrantRef, bool> {
    const std::lock_guard lock(mutex_);
    return {slot->grant, slot->stale};
  };
  auto [grant, stale] = current();
  const bool usable =
      grant && !stale && (grant->expires_at == 0 || clock_.now() < grant->expires_at);
  if (usable && !wants_renewal(*grant, clock_.now())) return grant;
  std::unique_lock flight(slot->flight, std::defer_lock);
  if (usable) {
    if (!flight.try_lock()) return grant;  // somebody renews it; this one is still good
  } else {
    flight.lock();
  }
  auto [again, still_stale] = current();
  if (again && !still_stale && !wants_renewal(*again, clock_.now())) return again;
  auto fresh = renew(key, again, still_stale ? "refused" : again ? "expiring" : "first");
  const std::lock_guard lock(mutex_);
  slot->grant = fresh;
  slot->stale = false;
  return fresh;
}

void Grants::refused(const GrantKey& key, Ms seen) {
  const auto slot = this->slot(key);
  const std::lock_guard lock(mutex_);
  if (slot->grant && slot->grant->made_at <= seen) slot->stale = true;
}

void Grants::forget(std::int64_t credential) {
  const auto prefix = std::to_string(credential) + "|";
  const std::lock_guard lock(mutex_);
  std::erase_if(slots_, [&](const auto& slot) { return slot.first.starts_with(prefix); });
}

GrantRef Grants::renew(const GrantKey& key, const GrantRef& previous, const char* reason) {
  const auto row = credentials_.get(key.credential);
  const auto inputs =
      Json::parse(box_.open(row.sealed, store::CredentialRepository::identity(row.id)), {},
                  "credential " + row.name);
  return ask(key.scheme, key.strategy, inputs, previous, reason);
}

GrantRef Grants::make(const Json& scheme, const std::string& strategy, const Json& inputs) {
  return ask(scheme, strategy, inputs, nullptr, "first");
}

GrantRef Grants::ask(const Json& scheme, const std::string& wish, const Json& inputs,
                     const GrantRef& previous, const char* reason) {
  ServiceDoor door(client_, clock_, {});
  for (const auto& [name, value] : inputs.members()) door.masker().add(value.as_string());
  plugin::CallContext context;
  context.deadline = clock_.now() + kAskWithin;
  context.http = &door;
  Json request = Json::object({{"scheme", scheme}, {"credential", inputs}, {"reason", reason}});
  request.set("previous", previous ? previous->json : Json());
  auto grant = std::make_shared<Grant>();
  grant->made_at = clock_.now();
  grant->json = strategy(scheme, wish).grant(context, request);
  grant->headers = pairs(grant->json["headers"]);
  grant->query = pairs(grant->json["query"]);
  grant->expires_at = grant->json["expiresAt"].as_int();
  grant->renewable = grant->json["renewable"].as_bool();
  return grant;
}

}  // namespace stepgate::catalog
