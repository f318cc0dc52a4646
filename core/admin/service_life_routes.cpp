// The life of installed services: who uses them, retiring, replacing, removing.
#include <array>

#include "admin/call.hpp"
#include "catalog/onboarding.hpp"

namespace stepgate::admin {
namespace {

void uses(Call& call) { call.answer(call.parts.onboarding->uses(call.service())); }
void retire(Call& call) {
  const auto body = call.optional_body();
  call.answer(call.parts.onboarding->retire(call.service(), body));
}
void reinstate(Call& call) { call.answer(call.parts.onboarding->reinstate(call.service())); }
void resume(Call& call) { call.answer(call.parts.onboarding->resume(call.service())); }
void replace(Call& call) {
  const auto body = call.body();
  call.answer(call.parts.onboarding->replace(call.service(), body));
}
void refresh(Call& call) { call.answer(call.parts.onboarding->refresh(call.service())); }
void adopt(Call& call) {
  const auto body = call.body();
  call.answer(call.parts.onboarding->adopt(call.service(), body));
}
void remove(Call& call) {
  call.parts.onboarding->remove(call.service());
  call.answer_empty();
}

constexpr std::array kRoutes{
    Route{.method = "DELETE",
          .path = "/api/v1/services/{service}",
          .id = "removeService",
          .summary = "Takes a service out that no campaign and no open run uses; its name is free "
                     "again",
          .handle = &remove,
          .status = 204,
          .answer = {},
          .refusals = "404 409"},
    Route{.method = "GET",
          .path = "/api/v1/services/{service}/uses",
          .id = "serviceUses",
          .summary = "The campaigns and open runs that use it",
          .handle = &uses,
          .answer = {kJson, "ServiceUses"},
          .refusals = "404"},
    Route{.method = "POST",
          .path = "/api/v1/services/{service}/retire",
          .id = "retireService",
          .summary = "No new campaign may use it; those that do run on",
          .handle = &retire,
          .answer = {kJson, "Service"},
          .body = {kJson, "Retirement"},
          .body_optional = true,
          .refusals = "404 409"},
    Route{.method = "POST",
          .path = "/api/v1/services/{service}/reinstate",
          .id = "reinstateService",
          .summary = "Takes a retirement back",
          .handle = &reinstate,
          .answer = {kJson, "Service"},
          .refusals = "404 409"},
    Route{.method = "POST",
          .path = "/api/v1/services/{service}/resume",
          .id = "resumeService",
          .summary = "Clears a pause",
          .handle = &resume,
          .answer = {kJson, "Service"},
          .refusals = "404"},
    Route{.method = "POST",
          .path = "/api/v1/services/{service}/replace",
          .id = "replaceService",
          .summary =
              "Moves its campaigns to another service, when parameters and mappings fit, and "
              "retires it",
          .handle = &replace,
          .answer = {kJson, "Replacement"},
          .body = {kJson, "ReplaceBy"},
          .refusals = "404 409"},
    Route{.method = "POST",
          .path = "/api/v1/services/{service}/refresh",
          .id = "refreshService",
          .summary = "Reads document and definition again; says what has changed and what that "
                     "affects, and changes nothing",
          .handle = &refresh,
          .answer = {kJson, "Difference"},
          .refusals = "404 409 502"},
    Route{.method = "POST",
          .path = "/api/v1/services/{service}/adopt",
          .id = "adoptService",
          .summary = "Takes over what refresh showed; refused when that is not what it says any "
                     "more",
          .handle = &adopt,
          .answer = {kJson, "Service"},
          .body = {kJson, "Adoption"},
          .refusals = "404 409 502"},
};

}  // namespace

std::span<const Route> service_life_routes() { return kRoutes; }

}  // namespace stepgate::admin
