// Stored campaigns: one service step today.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "flow/ids.hpp"

namespace stepgate::store {

struct Core;

struct CampaignRow {
  flow::CampaignId id = 0;
  std::string name;  ///< unique without case
  flow::ServiceId service = 0;
  Json parameters;                ///< flow attribute values as given
  Json audience;                  ///< as the API describes it
  std::int32_t chunk_people = 0;  ///< 0: the service's limit
  Ms created_at = 0, updated_at = 0;
};

class CampaignRepository {
 public:
  explicit CampaignRepository(Core& core);
  CampaignRow create(const CampaignRow& row);  ///< NAME_TAKEN
  CampaignRow update(const CampaignRow& row);  ///< by id; NAME_TAKEN, NOT_FOUND
  /// Service and parameters of all of them at once, each only while it still uses `from`.
  void move(const std::vector<CampaignRow>& rows, flow::ServiceId from);
  std::vector<CampaignRow> list();
  std::int64_t uses(flow::ServiceId service);  ///< campaigns with a step of that service
  std::optional<CampaignRow> find(flow::CampaignId id);
  std::optional<CampaignRow> find(std::string_view name);  ///< without case
  CampaignRow get(flow::CampaignId id);                    ///< throws NOT_FOUND
  void remove(flow::CampaignId id);  ///< CAMPAIGN_IN_USE (conflict) while one of its runs is open

 private:
  Core& core_;
};

}  // namespace stepgate::store
