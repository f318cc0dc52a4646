// Campaigns.
#include <array>

#include "admin/call.hpp"
#include "campaign/campaigns.hpp"

namespace stepgate::admin {
namespace {

constexpr std::size_t kMaxAudience = 64u << 20;  ///< bytes: ids of an audience come in one body

void list(Call& call) { call.answer_list(call.parts.campaigns->list()); }
void create(Call& call) { call.answer(call.parts.campaigns->create(call.body())); }
void show(Call& call) { call.answer(call.parts.campaigns->show(call.campaign())); }
void update(Call& call) {
  const auto campaign = call.campaign();
  call.answer(call.parts.campaigns->update(campaign, call.body()));
}
void remove(Call& call) {
  call.parts.campaigns->remove(call.campaign());
  call.answer_empty();
}
void run(Call& call) { call.answer(call.parts.campaigns->run(call.campaign())); }

constexpr std::array kRoutes{
    Route{.method = "GET",
          .path = "/api/v1/campaigns",
          .id = "listCampaigns",
          .summary = "The stored campaigns",
          .handle = &list,
          .answer = {kJson, "CampaignList"},
          .query = "limit after"},
    Route{.method = "POST",
          .path = "/api/v1/campaigns",
          .id = "createCampaign",
          .summary = "Stores a campaign: a service step, its parameters, an audience",
          .handle = &create,
          .status = 201,
          .answer = {kJson, "Campaign"},
          .body = {kJson, "NewCampaign"},
          .refusals = "404 409",
          .max_body = kMaxAudience},
    Route{.method = "GET",
          .path = "/api/v1/campaigns/{campaign}",
          .id = "showCampaign",
          .summary = "One campaign",
          .handle = &show,
          .answer = {kJson, "Campaign"},
          .refusals = "404"},
    Route{.method = "PUT",
          .path = "/api/v1/campaigns/{campaign}",
          .id = "changeCampaign",
          .summary = "Changes what is given, leaves the rest",
          .handle = &update,
          .answer = {kJson, "Campaign"},
          .body = {kJson, "CampaignChange"},
          .refusals = "404 409",
          .max_body = kMaxAudience},
    Route{.method = "DELETE",
          .path = "/api/v1/campaigns/{campaign}",
          .id = "removeCampaign",
          .summary = "Takes a campaign out that has no open run",
          .handle = &remove,
          .status = 204,
          .answer = {},
          .refusals = "404 409"},
    Route{.method = "POST",
          .path = "/api/v1/campaigns/{campaign}/run",
          .id = "runCampaign",
          .summary = "Starts a run",
          .handle = &run,
          .status = 201,
          .answer = {kJson, "RunStarted"},
          .refusals = "404 409"},
};

}  // namespace

std::span<const Route> campaign_routes() { return kRoutes; }

}  // namespace stepgate::admin
