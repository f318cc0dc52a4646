// What a service's document and definition say now, against what they said when they were adopted,
// and what each difference affects. Pure.
#pragma once
#include <string>
#include <vector>

#include "base/json.hpp"
#include "store/campaign_repository.hpp"
#include "store/service_repository.hpp"

namespace stepgate::catalog {

struct ChangeScene {
  const store::ServiceRow& row;                      ///< as adopted
  const Json& discovery;                             ///< as read now
  const Json& definition;                            ///< as read now; null: it could not be read
  const std::vector<store::CampaignRow>& campaigns;  ///< that use it
  std::string credential;                            ///< name; "": none
};

/// [{code, where, message, before, after, affects: {campaigns, mapping, parameters, credentials}}].
Json definition_changes(const ChangeScene& scene);

/// Parameters of a campaign as the new definition has them: of renamed ones the value moves along,
/// those that are gone are left out. Types and choices are not looked at.
Json moved_parameters(const Json& old_definition, const Json& new_definition,
                      const Json& parameters);

}  // namespace stepgate::catalog
