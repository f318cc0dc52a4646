#include "catalog/service_access.hpp"

#include "base/error.hpp"
#include "http/url.hpp"

namespace stepgate::catalog {
namespace {

std::string key_identity(flow::ServiceId service) {
  return "service-tls:" + std::to_string(service);
}

void set_origin(Json& places, const char* place, const std::string& url) {
  if (const auto parsed = http::Url::parse(url)) places.set(place, parsed->origin());
}

/// https of the same host and port family is the better place, not another one.
bool same_or_safer(const std::string& before, const std::string& now) {
  if (before == now) return true;
  const auto old = http::Url::parse(before), fresh = http::Url::parse(now);
  return old && fresh && !old->secure() && fresh->secure() && old->host == fresh->host &&
         old->port == 80 && fresh->port == 443;
}

}  // namespace

Json scheme_of(const store::ServiceRow& row) {
  Json scheme = row.discovery["security"];
  const auto& own = row.configuration["credentialParameter"].as_string();
  if (!own.empty() && scheme["kind"].as_string() == "apiKey") scheme.set("parameter", own);
  return scheme;
}

Json credential_places(const Json& discovery) {
  const auto& scheme = discovery["security"];
  Json places = Json::object({{"kind", scheme["kind"].string_or("none")}});
  set_origin(places, "service", discovery["baseUrl"].as_string());
  set_origin(places, "token", scheme["tokenUrl"].as_string());
  set_origin(places, "refresh", scheme["refreshUrl"].as_string());
  return places;
}

std::vector<std::string> moved_places(const store::ServiceRow& row) {
  std::vector<std::string> moved;
  const auto& before = row.configuration["credentialPlaces"];
  if (row.credential == 0 || !before.is_object()) return moved;
  const auto now = credential_places(row.discovery);
  if (before["kind"] != now["kind"])
    moved.push_back("the kind of credentials: " + before["kind"].as_string() + " before, " +
                    now["kind"].as_string() + " now");
  for (const auto& [place, what] : {std::pair{"service", "the service"},
                                    {"token", "its token endpoint"},
                                    {"refresh", "its refresh endpoint"}}) {
    const auto& origin = now[place].as_string();
    if (origin.empty() || same_or_safer(before[place].as_string(), origin)) continue;
    moved.push_back(std::string(what) + ": " + before[place].string_or("nowhere") + " before, " +
                    origin + " now");
  }
  return moved;
}

Json open_credential(const store::CredentialRow& row, const SecretBox& box) {
  const auto subject = "credential " + row.name;
  const auto remedy = "Enter it again: stepgate credential set \"" + row.name + "\"";
  if (row.state == "lost" && row.sealed.empty())
    throw Error(ErrorKind::conflict, "CREDENTIAL_LOST", subject,
                "can't be read any more: the key that it was sealed under is lost", remedy);
  try {
    return Json::parse(box.open(row.sealed, store::CredentialRepository::identity(row.id)), {},
                       subject);
  } catch (const Error& e) {
    if (e.code() != "SECRET_UNREADABLE") throw;
    throw Error(e.kind(), e.code(), subject, "can't be opened with the secret key of this host",
                remedy, e.cause());
  }
}

http::TlsPemRef tls_of(const Json& tls, flow::ServiceId service, const SecretBox& box) {
  if (!tls.is_object()) return nullptr;
  std::string key;
  if (const auto& sealed = tls["sealedKey"].as_string(); !sealed.empty())
    key = box.open(sealed, key_identity(service));
  return http::make_tls_pem(tls["ca"].as_string(), tls["clientCertificate"].as_string(), key);
}

Json changed_tls(const Json& tls, const Json& change, flow::ServiceId service,
                 const SecretBox& box) {
  Json merged = tls.is_object() ? tls : Json::object();
  for (const auto* name : {"ca", "clientCertificate"}) {
    if (!change.has(name)) continue;
    const auto& text = change[name].as_string();
    if (text.empty())
      merged.erase(name);
    else
      merged.set(name, text);
  }
  if (change.has("clientKey") || !merged.has("clientCertificate")) merged.erase("sealedKey");
  if (const auto& key = change["clientKey"].as_string(); !key.empty())
    merged.set("sealedKey", box.seal(key, key_identity(service)));
  tls_of(merged, service, box);  // refuses here what can't be used
  return merged.size() == 0 ? Json() : merged;
}

GrantKey grant_key_of(const store::ServiceRow& row, const SecretBox& box) {
  return {row.credential, scheme_of(row), row.auth, tls_of(row.configuration["tls"], row.id, box),
          !moved_places(row).empty()};
}

GrantKey grant_key_of_plan(const Json& plan, flow::ServiceId service, const SecretBox& box) {
  return {plan["credential"].as_int(), plan["scheme"], plan["auth"].as_string(),
          tls_of(plan["tls"], service, box), plan["withheld"].as_bool()};
}

}  // namespace stepgate::catalog
