// Onboarding: one service takes the place of another in every campaign, when all of them fit.
#include "catalog/replacement.hpp"
#include "base/detailed_error.hpp"
#include "base/text.hpp"
#include "catalog/names.hpp"
#include "catalog/onboarding.hpp"
#include "store/campaign_repository.hpp"

namespace stepgate::catalog {
namespace {

bool unset(const Json& value) {
  return value.is_null() || (value.is_string() && value.as_string().empty());
}

/// The values that a campaign has set.
Json set_values(const Json& parameters) {
  Json values = Json::object();
  for (const auto& [name, value] : parameters.members())
    if (!unset(value)) values.set(name, value);
  return values;
}

}  // namespace

Json Onboarding::parameter_misfits(const store::ServiceRow& old, const store::ServiceRow& fresh,
                                   const store::CampaignRow& campaign, Json& moved) {
  const auto values = set_values(campaign.parameters);
  Json misfits = parameter_type_misfits(old.definition, fresh.definition, values);
  const auto named = [&](const Json& problem) {
    for (const auto& known : misfits.items())
      if (known["parameter"] == problem["parameter"]) return true;
    return false;
  };
  try {
    moved = check_parameters(fresh.id, values);
  } catch (const DetailedError& e) {
    for (const auto& problem : e.details().items())
      if (!named(problem)) misfits.push(problem);
  }
  for (auto& misfit : misfits.mutable_items()) misfit.set("campaign", campaign.name);
  return misfits;
}

Json Onboarding::replace(flow::ServiceId service, const Json& request) {
  auto old = row(service);
  const auto& with = request["with"];
  const auto fresh = row(find(with.is_int() ? std::to_string(with.as_int()) : with.as_string()));
  if (fresh.id == old.id)
    throw Error(ErrorKind::invalid, "REPLACEMENT_INVALID", "service " + old.name,
                "can't replace itself", "Name another one.");
  if (old.state == "draft")
    throw Error(ErrorKind::conflict, "SERVICE_NOT_ACTIVE", "service " + old.name,
                "is a draft, which nothing uses", "Remove it: stepgate service remove.");
  require_usable(fresh.id);
  auto campaigns = campaigns_of(old.id);
  Json misfits = mapping_misfits(old, fresh);
  std::vector<std::string> names;
  for (auto& campaign : campaigns) {
    Json moved;
    const auto found = parameter_misfits(old, fresh, campaign, moved);
    for (const auto& misfit : found.items()) misfits.push(misfit);
    campaign.service = fresh.id;
    campaign.parameters = std::move(moved);
    names.push_back(campaign.name);
  }
  Json answer = Json::object({{"service", old.name}, {"with", fresh.name}});
  Json moved = Json::array();
  for (const auto& campaign : campaigns)
    moved.push(Json::object({{"id", campaign.id}, {"name", campaign.name}}));
  answer.set("campaigns", std::move(moved)).set("misfits", misfits);
  answer.set("replaced", false);
  if (request["dryRun"].as_bool()) return answer;
  if (misfits.size() > 0)
    throw DetailedError(
        ErrorKind::conflict, "REPLACEMENT_MISFITS", "service " + old.name,
        fresh.name + " can't take its place: " + misfits.at(0)["message"].as_string() +
            (misfits.size() > 1 ? ", and " + std::to_string(misfits.size() - 1) + " more"
                                : std::string()),
        misfits.at(0)["remedy"].as_string(), misfits);
  parts_.database->campaigns().move(campaigns, old.id);
  old.configuration.set("replacedBy", fresh.id);
  store_row(old);
  parts_.database->services().set_state(old.id, "retired");
  parts_.catalog->changed(old.id);
  note(old.id, "REPLACED",
       fresh.name + " takes its place" +
           (names.empty() ? std::string(".") : " in: " + enumerated(names) + "."));
  note(fresh.id, "REPLACES",
       "It takes the place of " + old.name +
           (names.empty() ? std::string(".") : " in: " + enumerated(names) + "."));
  return answer.set("replaced", true);
}

}  // namespace stepgate::catalog
