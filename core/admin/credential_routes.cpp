// Stored credentials, without their secrets.
#include <array>

#include "admin/call.hpp"
#include "catalog/onboarding.hpp"

namespace stepgate::admin {
namespace {

void list(Call& call) { call.answer_list(call.parts.onboarding->credentials()); }
void add(Call& call) { call.answer(call.parts.onboarding->add_credential(call.body())); }
void show(Call& call) { call.answer(call.parts.onboarding->credential(call.id())); }
void replace(Call& call) {
  const auto body = call.body();
  call.answer(call.parts.onboarding->replace_credential(call.id(), body));
}
void remove(Call& call) {
  call.parts.onboarding->remove_credential(call.id());
  call.answer_empty();
}

constexpr std::array kRoutes{
    Route{.method = "GET",
          .path = "/api/v1/credentials",
          .id = "listCredentials",
          .summary = "The stored credentials, without secrets",
          .handle = &list,
          .answer = {kJson, "CredentialList"},
          .query = "limit after"},
    Route{.method = "POST",
          .path = "/api/v1/credentials",
          .id = "addCredential",
          .summary = "Stores a credential, sealed and unverified",
          .handle = &add,
          .status = 201,
          .answer = {kJson, "Credential"},
          .body = {kJson, "NewCredential"},
          .refusals = "409"},
    Route{.method = "GET",
          .path = "/api/v1/credentials/{credential}",
          .id = "showCredential",
          .summary = "A stored credential and where it is used, without secrets",
          .handle = &show,
          .answer = {kJson, "Credential"},
          .refusals = "404"},
    Route{.method = "PUT",
          .path = "/api/v1/credentials/{credential}",
          .id = "replaceCredential",
          .summary = "Tries new values with every service that uses it, and stores them when all "
                     "take them",
          .handle = &replace,
          .answer = {kJson, "ReplacedCredential"},
          .body = {kJson, "CredentialValues"},
          .refusals = "404 409 502"},
    Route{.method = "DELETE",
          .path = "/api/v1/credentials/{credential}",
          .id = "removeCredential",
          .summary = "Forgets a credential that no service uses",
          .handle = &remove,
          .status = 204,
          .answer = {},
          .refusals = "404 409"},
};

}  // namespace

std::span<const Route> credential_routes() { return kRoutes; }

}  // namespace stepgate::admin
