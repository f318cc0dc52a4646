// How a service is reached: its security scheme as the admin has it, its certificates, and the
// places its credentials were entered for (docs/protocol.md section 1).
#pragma once
#include <string>
#include <vector>

#include "catalog/grants.hpp"
#include "catalog/secret_box.hpp"
#include "store/credential_repository.hpp"
#include "store/service_repository.hpp"

namespace stepgate::catalog {

/// The document's scheme; the header or query parameter of a key goes by the admin's name for it.
Json scheme_of(const store::ServiceRow& row);

/// Where credentials travel: {"kind", "service", "token", "refresh"}; origins, each only when there
/// is one. Kept beside a service when its credentials are entered.
Json credential_places(const Json& discovery);
/// What has moved since: a sentence for each. Not empty: stored credentials are not sent until they
/// are entered again. A service that never had any has not moved.
std::vector<std::string> moved_places(const store::ServiceRow& row);

/// What a credential holds. Throws Error CREDENTIAL_LOST (its key is; store_key.hpp),
/// SECRET_UNREADABLE; both name it.
Json open_credential(const store::CredentialRow& row, const SecretBox& box);

/// The certificates of a configuration's "tls" ({"ca", "clientCertificate", "sealedKey"}).
http::TlsPemRef tls_of(const Json& tls, flow::ServiceId service, const SecretBox& box);
/// `change` ({"ca", "clientCertificate", "clientKey"}: text, or null to take one out) merged into
/// `tls`, the key sealed. Null when nothing is left. Throws Error: CA_INVALID,
/// CLIENT_CERTIFICATE_INVALID.
Json changed_tls(const Json& tls, const Json& change, flow::ServiceId service,
                 const SecretBox& box);

GrantKey grant_key_of(const store::ServiceRow& row, const SecretBox& box);
/// Of a stored plan.
GrantKey grant_key_of_plan(const Json& plan, flow::ServiceId service, const SecretBox& box);

}  // namespace stepgate::catalog
