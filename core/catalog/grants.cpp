#include "catalog/grants.hpp"

#include <algorithm>
#include <chrono>

#include "base/text.hpp"
#include "catalog/service_access.hpp"
#include "catalog/service_door.hpp"
#include "plugin/plugin_error.hpp"

namespace stepgate::catalog {
namespace {

constexpr Ms kAskWithin = 10'000;
constexpr Ms kEveryoneWaits = 200;   // for what is only made up, or just coming
constexpr Ms kAfterFailure = 5'000;  // between tries to renew what is still good

/// Not the credentials' fault: the same may be taken a moment later.
bool passing(const Error& error) {
  if (const auto* told = dynamic_cast<const plugin::PluginCallError*>(&error))
    return told->status() == STEPGATE_RETRYABLE || told->status() == STEPGATE_CANCELLED ||
           told->status() == STEPGATE_INTERNAL;
  return true;  // the strategy is not loaded, the store is busy
}

/// Inputs that may be read by anyone; masking them would blank out ordinary words.
bool is_public(const std::string& input) {
  return input == "username" || input == "realm" || input == "clientId" || input == "scope";
}

GrantRefused withheld() {
  return {Error(ErrorKind::conflict, "CREDENTIALS_WITHHELD", "credentials", "",
                "Enter them again, if the new place is meant: stepgate service credentials NAME"),
          "the service has moved to another place or kind of credentials since they were entered; "
          "they are not sent there",
          false, 0};
}

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
      const auto space = value.find(' ');
      if (space == std::string::npos) continue;
      all.push_back(value.substr(space + 1));
      if (!iequals(value.substr(0, space), "Basic")) continue;
      const auto pair = from_base64(value.substr(space + 1)).value_or("");
      if (const auto colon = pair.find(':'); colon != std::string::npos) {
        all.push_back(pair);
        all.push_back(pair.substr(colon + 1));
      }
    }
  return all;
}

Grants::Grants(plugin::PluginHost& plugins, store::CredentialRepository& credentials,
               const SecretBox& box, http::Client& client, Clock& clock, int longest_queue)
    : plugins_(plugins),
      credentials_(credentials),
      box_(box),
      client_(client),
      clock_(clock),
      longest_queue_(longest_queue) {}

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

Grants::Seen Grants::look(const Slot& slot) {
  const std::lock_guard lock(mutex_);
  return {slot.grant, slot.stale, slot.flights, slot.failure, slot.not_before};
}

bool Grants::usable(const Seen& seen) const {
  return seen.grant && !seen.stale &&
         (seen.grant->expires_at == 0 || clock_.now() < seen.grant->expires_at);
}

GrantRef Grants::get(const GrantKey& key) {
  const auto kind = key.scheme["kind"].as_string();
  if (kind.empty() || kind == "none") return nullptr;
  if (key.withheld) throw withheld();
  const auto slot = this->slot(key);
  const auto seen = look(*slot);
  const bool good = usable(seen);
  const auto wants_new = [this](const Seen& now) {
    return !usable(now) ||
           (wants_renewal(*now.grant, clock_.now()) && clock_.steady() >= now.not_before);
  };
  if (!wants_new(seen)) return seen.grant;
  std::unique_lock flight(slot->flight, std::defer_lock);
  if (good) {
    if (!flight.try_lock()) return seen.grant;  // somebody renews it; this one is still good
  } else {
    wait_for(flight);
  }
  const auto now = look(*slot);
  if (!wants_new(now)) return now.grant;
  // Who waited while it failed shares that: a hundred chunks must not knock one after the other.
  if (now.flights != seen.flights && now.failure) std::rethrow_exception(now.failure);
  try {
    return fly(*slot, key, now);
  } catch (const GrantRefused&) {
    if (usable(now)) return now.grant;  // renewed ahead of time, in vain: it is still good
    throw;
  }
}

/// Throws GrantRefused (passing) when too many wait already.
void Grants::wait_for(std::unique_lock<std::timed_mutex>& flight) {
  if (flight.try_lock_for(std::chrono::milliseconds(kEveryoneWaits))) return;
  struct Counted {
    std::atomic<int>& n;
    const int before = n.fetch_add(1);
    ~Counted() { --n; }
  } const counted{waiting_};
  if (counted.before >= longest_queue_)
    throw GrantRefused(Error(ErrorKind::unavailable, "GRANT_BUSY", "credentials", ""),
                       "too many calls wait for a token already", true, 0);
  flight.lock();
}

/// `slot.flight` is held.
GrantRef Grants::fly(Slot& slot, const GrantKey& key, const Seen& seen) {
  GrantRef fresh;
  std::exception_ptr failure;
  try {
    fresh = renew(key, seen.grant, seen.reason());
  } catch (const GrantRefused&) {
    failure = std::current_exception();
  }
  {
    const std::lock_guard lock(mutex_);
    ++slot.flights;
    slot.failure = failure;
    if (fresh) slot.grant = fresh;
    if (fresh) slot.stale = false;
    slot.not_before = failure ? clock_.steady() + kAfterFailure : 0;
  }
  if (failure) std::rethrow_exception(failure);
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
  Json inputs;
  try {
    inputs = open_credential(credentials_.get(key.credential), box_);
  } catch (const Error& e) {
    throw GrantRefused(e, e.subject() + " " + e.fact(), false, 0);
  }
  return ask(key, inputs, previous, reason);
}

GrantRef Grants::make(const GrantKey& key, const Json& inputs) {
  return ask(key, inputs, nullptr, "first");
}

GrantRef Grants::ask(const GrantKey& key, const Json& inputs, const GrantRef& previous,
                     const char* reason) {
  DoorOptions options;
  options.key.tls = key.tls;
  options.token_exchange = true;
  ServiceDoor door(client_, clock_, std::move(options));
  for (const auto& [name, value] : inputs.members())
    if (!is_public(name)) door.masker().add(value.as_string());
  if (previous) door.masker().add(previous->json["state"]["refreshToken"].as_string());
  plugin::CallContext context;
  context.deadline = clock_.now() + kAskWithin;
  context.http = &door;
  Json request = Json::object({{"scheme", key.scheme}, {"credential", inputs}, {"reason", reason}});
  request.set("previous", previous ? previous->json : Json());
  auto grant = std::make_shared<Grant>();
  grant->made_at = clock_.now();
  try {
    grant->json = strategy(key.scheme, key.strategy).grant(context, request);
  } catch (const Error& e) {
    // What the other side says may repeat what it was given.
    throw GrantRefused(e, door.masker().mask(e.fact()), passing(e), door.last_status());
  }
  grant->http = door.last_status();
  grant->headers = pairs(grant->json["headers"]);
  grant->query = pairs(grant->json["query"]);
  grant->expires_at = grant->json["expiresAt"].as_int();
  grant->renewable = grant->json["renewable"].as_bool();
  return grant;
}

}  // namespace stepgate::catalog
