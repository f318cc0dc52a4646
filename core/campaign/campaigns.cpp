#include "campaign/campaigns.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "catalog/names.hpp"
#include "people/export.hpp"
#include "store/field_repository.hpp"
#include "store/person_condition.hpp"
#include "store/run_repository.hpp"

namespace stepgate::campaign {
namespace {

store::Audience audience_from(store::Database& database, const Json& json) {
  store::Audience audience;
  if (json.has("ids")) {
    audience.kind = store::Audience::Kind::ids;
    for (const auto& id : json["ids"].items()) audience.ids.push_back(id.as_int());
  } else if (json.has("where")) {
    const auto filter = people::parse_where(database, json["where"].as_string());
    audience.kind =
        filter.field == 0 ? store::Audience::Kind::everyone : store::Audience::Kind::where;
    audience.field = filter.field;
    audience.value = filter.value;
  }
  return audience;
}

/// 0: the service's own limit.
std::int32_t chunk_people_of(const Json& request) {
  const auto chunk = request["chunkPeople"].as_int(0);
  if (chunk < 0 || chunk > 1000)
    throw Error(ErrorKind::invalid, "CHUNK_SIZE_INVALID", "chunkPeople",
                std::to_string(chunk) + " is not between 1 and 1000",
                "Leave it out for the service's own limit.");
  return static_cast<std::int32_t>(chunk);
}

/// Long lists are told by their length.
Json audience_view(const Json& audience) {
  constexpr std::size_t kShown = 20;
  if (!audience.has("ids") || audience["ids"].size() <= kShown) return audience;
  return Json::object({{"ids", audience["ids"].size()}});
}

/// The context blocks that are fixed when a run starts (docs/protocol.md section 2); only those
/// that the definition asks for.
std::string run_context(const Json& contexts, const store::CampaignRow& campaign,
                        flow::CampaignId id) {
  Json context = Json::object();
  if (contexts["campaign"].as_bool())
    context.set(
        "campaign",
        Json::object(
            {{"id", id}, {"name", campaign.name}, {"type", "batch"}, {"status", "running"}}));
  if (contexts["program"].as_bool()) context.set("program", Json::object());
  if (contexts["programMember"].as_bool()) context.set("programMember", Json::object());
  if (contexts["trigger"].as_bool()) context.set("trigger", Json::object());
  if (contexts["myTokens"].size() > 0) {
    Json tokens = Json::object();
    for (const auto& name : contexts["myTokens"].items()) tokens.set(name.as_string(), nullptr);
    context.set("myTokens", tokens);
  }
  return context.dump();
}

}  // namespace

flow::CampaignId Campaigns::find(std::string_view id_or_name) {
  auto& campaigns = database_.campaigns();
  if (const auto row = campaigns.find(id_or_name)) return row->id;
  if (const auto id = parse_int(id_or_name))
    if (const auto row = campaigns.find(static_cast<flow::CampaignId>(*id))) return row->id;
  std::vector<std::string> names;
  for (const auto& row : campaigns.list()) names.push_back(row.name);
  const auto near = nearest(id_or_name, names);
  throw Error(ErrorKind::not_found, "CAMPAIGN_NOT_FOUND", "campaign " + std::string(id_or_name),
              "there is no such campaign",
              near.empty() ? "`stepgate campaign list` shows them." : "Did you mean " + near + "?");
}

Json Campaigns::audience_of(const Json& request) {
  const auto& audience = request["audience"];
  if (audience.is_null()) return Json::object({{"all", true}});
  // What can't be read never means everyone.
  const bool readable = audience["all"].as_bool() || audience["ids"].is_array() ||
                        !trim(audience["where"].as_string()).empty();
  if (audience.size() != 1 || !readable)
    throw Error(ErrorKind::invalid, "AUDIENCE_INVALID", "audience",
                audience.size() > 1 ? "is given in more than one way" : "can't be read",
                "Give one of: everyone, a list of ids, FIELD=VALUE.");
  if (audience.has("ids")) {
    if (audience["ids"].size() == 0)
      throw Error(ErrorKind::invalid, "AUDIENCE_EMPTY", "audience", "the list holds no id",
                  "Give the ids of people, one a line.");
    for (const auto& id : audience["ids"].items())
      if (!id.is_int() || id.as_int() <= 0)
        throw Error(ErrorKind::invalid, "AUDIENCE_INVALID", "audience",
                    id.dump() + " is no id of a person",
                    "Ids are whole numbers above 0, one a line.");
    return Json::object({{"ids", audience["ids"]}});
  }
  if (audience.has("where")) {
    // Refuses here what can't be read, values of the wrong type too.
    const auto read = audience_from(database_, audience);
    store::person_condition(*database_.fields().table(), read.field, read.value, 1);
    return Json::object({{"where", audience["where"]}});
  }
  return Json::object({{"all", true}});
}

Json Campaigns::create(const Json& request) {
  store::CampaignRow row;
  row.name = std::string(trim(request["name"].as_string()));
  if (row.name.empty())
    throw Error(ErrorKind::invalid, "NAME_MISSING", "campaign", "has no name", "Give it one.");
  row.name = catalog::checked_name(row.name);
  const auto& service = request["service"];
  row.service =
      services_.find(service.is_int() ? std::to_string(service.as_int()) : service.as_string());
  services_.require_usable(row.service);
  row.parameters = services_.check_parameters(
      row.service, request["parameters"].is_object() ? request["parameters"] : Json::object());
  row.audience = audience_of(request);
  row.chunk_people = chunk_people_of(request);
  return view(database_.campaigns().create(row));
}

Json Campaigns::update(flow::CampaignId campaign, const Json& request) {
  auto row = database_.campaigns().get(campaign);
  if (request.has("name")) row.name = std::string(trim(request["name"].as_string()));
  if (row.name.empty())
    throw Error(ErrorKind::invalid, "NAME_MISSING", "campaign", "has no name", "Give it one.");
  row.name = catalog::checked_name(row.name);
  if (request.has("parameters"))
    row.parameters = services_.check_parameters(row.service, request["parameters"]);
  if (request.has("audience")) row.audience = audience_of(request);
  if (request.has("chunkPeople")) row.chunk_people = chunk_people_of(request);
  return view(database_.campaigns().update(row));
}

Json Campaigns::view(const store::CampaignRow& row) {
  Json service = Json::object({{"id", row.service}});
  if (const auto found = database_.services().find(row.service)) service.set("name", found->name);
  return Json::object({{"id", row.id},
                       {"name", row.name},
                       {"service", service},
                       {"parameters", row.parameters},
                       {"audience", audience_view(row.audience)},
                       {"chunkPeople", row.chunk_people == 0 ? Json() : Json(row.chunk_people)},
                       {"createdAt", format_datetime(row.created_at)}});
}

Json Campaigns::list() {
  Json items = Json::array();
  for (const auto& row : database_.campaigns().list()) items.push(view(row));
  return Json::object({{"items", items}});
}

Json Campaigns::show(flow::CampaignId campaign) {
  return view(database_.campaigns().get(campaign));
}

void Campaigns::remove(flow::CampaignId campaign) { database_.campaigns().remove(campaign); }

Json Campaigns::run(flow::CampaignId campaign) {
  const auto row = database_.campaigns().get(campaign);
  const auto service = database_.services().get(row.service);
  const auto subject = "campaign " + row.name;
  if (service.state == "draft" || service.plan_version == 0)
    throw Error(ErrorKind::conflict, "SERVICE_NOT_ACTIVE", "service " + service.name,
                "is " + service.state, "Finish its onboarding first.");
  const auto gate = catalog_.gate(row.service);
  if (!gate.open && gate.reason == "SECRET_UNREADABLE")
    throw Error(ErrorKind::conflict, gate.reason, "service " + service.name,
                "can't be opened: " + gate.detail);
  if (!gate.open)
    throw Error(ErrorKind::conflict,
                gate.reason == "ADAPTER_NOT_LOADED" ? "ADAPTER_NOT_LOADED" : "SERVICE_PAUSED",
                "service " + service.name,
                gate.reason == "ADAPTER_NOT_LOADED" ? "its provider adapter is not loaded"
                                                    : "is paused: " + gate.reason,
                gate.reason == "ADAPTER_NOT_LOADED"
                    ? "`stepgate plugin list` shows what is loaded and what was refused."
                    : "Mend the reason, then `stepgate service resume`.");
  store::NewRun run;
  run.campaign = campaign;
  run.service = row.service;
  run.plan = service.plan_version;
  run.parameters = services_.check_parameters(row.service, row.parameters).dump();
  run.context = run_context(service.definition["contexts"], row, campaign);
  run.chunk_people = row.chunk_people;
  run.audience = audience_from(database_, row.audience);
  const auto started = database_.runs().create(run);
  engine_.run_changed(started.row.run);
  return Json::object(
      {{"run", started.row.run}, {"people", started.people}, {"unknownIds", started.unknown}});
}

}  // namespace stepgate::campaign
