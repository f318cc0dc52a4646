// What installing a service and changing it later share: credentials, mappings, findings.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "cli/session.hpp"

namespace stepgate::cli {

std::vector<Flag> credential_flags();
/// How secrets are given, for the help of verbs that take them.
std::string secret_forms();

struct CredentialRequest {
  Json body;                         ///< {inputs} or {credential}
  bool given = false;                ///< something was given, or typed
  std::vector<std::string> missing;  ///< flags of required inputs without a value
};
/// From the flags; what is required and not given is asked for on a terminal, secrets without echo.
CredentialRequest credential_request(Session& session, const Json& declared_inputs);
/// Tries them with the service and shows each step; a refusal is shown and thrown on.
void set_credential(Session& session, const std::string& service_path, const Json& body);
/// The values alone, for a stored credential of `kind` ("": found out, and set).
Json credential_values(Session& session, std::string& kind);
/// Each step of a check, as a line.
void print_check(const Session& session, const Json& steps);

/// --ca, --client-cert, --client-key, --credential-name.
std::vector<Flag> access_flags();
/// What they say, as the API takes it (tls, credentialParameter), added to `request`.
void add_access(const Session& session, Json& request);

/// --accept-privacy-notice, added to `request` with the name of whoever says so.
void add_privacy(const Session& session, Json& request);

/// What the flags change, by direction, as the API takes it.
/// `prefix` is "map-" for install, empty for map. Null when no flag was given.
Json mapping_change(const Session& session, const Json& mapping, const std::string& prefix);
void print_mapping(const Session& session, const Json& mapping, const Json& definition);

/// Warnings and errors as lines, notes as a count; those in `seen` are left out, new ones added.
void print_findings(const Session& session, const Json& findings, std::set<std::string>& seen);
/// What keeps a draft from being active; empty text when nothing does.
void print_missing(const Session& session, const Json& missing);

/// In the host's language, else any.
std::string label_text(const Json& labels, const std::string& key);
std::string service_path(const Json& service);

}  // namespace stepgate::cli
