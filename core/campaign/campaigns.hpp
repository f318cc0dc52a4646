// Stored campaigns: one service step, its parameters, an audience. JSON in and out as the API has
// it (docs/api.md).
#pragma once
#include <string_view>

#include "base/json.hpp"
#include "catalog/onboarding.hpp"
#include "runtime/engine.hpp"
#include "store/campaign_repository.hpp"
#include "store/database.hpp"

namespace stepgate::campaign {

/// Thread safe.
class Campaigns {
 public:
  Campaigns(store::Database& database, catalog::Onboarding& services,
            catalog::ServiceCatalog& catalog, runtime::Engine& engine) noexcept
      : database_(database), services_(services), catalog_(catalog), engine_(engine) {}

  /// {name, service, parameters?, audience?: {"all": true} | {"ids": [...]} | {"where":
  /// "FIELD=VALUE"}, chunkPeople?}. Refuses draft and retired services, parameters that do not fit,
  /// audiences that can't be read.
  Json create(const Json& request);
  Json update(flow::CampaignId campaign, const Json& request);
  Json list();
  Json show(flow::CampaignId campaign);
  void remove(flow::CampaignId campaign);
  /// Starts a run; returns as soon as it is stored. {run}.
  Json run(flow::CampaignId campaign);
  /// By name, without case, or id. Throws CAMPAIGN_NOT_FOUND.
  flow::CampaignId find(std::string_view id_or_name);

 private:
  Json view(const store::CampaignRow& row);
  Json audience_of(const Json& request);
  store::Database& database_;
  catalog::Onboarding& services_;
  catalog::ServiceCatalog& catalog_;
  runtime::Engine& engine_;
};

}  // namespace stepgate::campaign
