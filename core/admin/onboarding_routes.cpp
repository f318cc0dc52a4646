// The steps from a URL to an active service.
#include <array>

#include "admin/call.hpp"
#include "catalog/onboarding.hpp"

namespace stepgate::admin {
namespace {

void install(Call& call) { call.answer(call.parts.onboarding->install(call.body())); }

void set_credential(Call& call) {
  auto body = call.body();
  // Either name is understood; the use case knows one.
  if (body.has("credentialId")) {
    Json id = body["credentialId"];
    body.set("credential", std::move(id));
  }
  call.answer(call.parts.onboarding->set_credential(call.service(), body));
}

void read_definition(Call& call) {
  call.answer(call.parts.onboarding->read_definition(call.service()));
}
void mapping(Call& call) { call.answer(call.parts.onboarding->mapping(call.service())); }
void set_mapping(Call& call) {
  const auto body = call.body();
  call.answer(call.parts.onboarding->set_mapping(call.service(), body));
}
void configure(Call& call) {
  const auto body = call.body();
  call.answer(call.parts.onboarding->configure(call.service(), body));
}
void activate(Call& call) {
  const auto body = call.optional_body();
  call.answer(call.parts.onboarding->activate(call.service(), body));
}

constexpr std::array kRoutes{
    Route{.method = "POST",
          .path = "/api/v1/services",
          .id = "installService",
          .summary = "Reads a service's document and stores a draft of it",
          .handle = &install,
          .status = 201,
          .answer = {kJson, "Service"},
          .body = {kJson, "NewService"},
          .refusals = "409 502"},
    Route{.method = "PUT",
          .path = "/api/v1/services/{service}/credential",
          .id = "setServiceCredential",
          .summary = "Tries credentials with the service and stores them when it takes them",
          .handle = &set_credential,
          .answer = {kJson, "CredentialCheck"},
          .body = {kJson, "ServiceCredential"},
          .refusals = "404 409 502"},
    Route{.method = "POST",
          .path = "/api/v1/services/{service}/definition",
          .id = "readServiceDefinition",
          .summary = "Reads the service definition (again) and proposes mappings",
          .handle = &read_definition,
          .answer = {kJson, "Service"},
          .refusals = "404 409 502"},
    Route{.method = "GET",
          .path = "/api/v1/services/{service}/mapping",
          .id = "showServiceMapping",
          .summary = "The mapping in both directions, with the fields it may name",
          .handle = &mapping,
          .answer = {kJson, "ServiceMapping"},
          .refusals = "404"},
    Route{.method = "PUT",
          .path = "/api/v1/services/{service}/mapping",
          .id = "setServiceMapping",
          .summary = "Changes rows of the mapping and confirms it",
          .handle = &set_mapping,
          .answer = {kJson, "ServiceMapping"},
          .body = {kJson, "MappingChange"},
          .refusals = "404 409"},
    Route{.method = "PUT",
          .path = "/api/v1/services/{service}/configuration",
          .id = "configureService",
          .summary = "Merges options, headers and limits into what is there; null takes one out",
          .handle = &configure,
          .answer = {kJson, "Service"},
          .body = {kJson, "ConfigurationChange"},
          .refusals = "404 409"},
    Route{.method = "POST",
          .path = "/api/v1/services/{service}/activate",
          .id = "activateService",
          .summary = "From then on campaigns can use it; refused with the list of what is missing",
          .handle = &activate,
          .answer = {kJson, "Service"},
          .body = {kJson, "Activation"},
          .body_optional = true,
          .refusals = "404 409"},
};

}  // namespace

std::span<const Route> onboarding_routes() { return kRoutes; }

}  // namespace stepgate::admin
