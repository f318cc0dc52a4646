// Campaigns: a service step, its parameters, an audience.
#include "cli/failure.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/values.hpp"
#include "cli/verbs/all.hpp"
#include "cli/watch.hpp"

namespace stepgate::cli {
namespace {

std::string audience_text(const Json& audience) {
  if (audience["ids"].is_array())
    return grouped(static_cast<std::int64_t>(audience["ids"].size())) + " ids";
  if (audience["ids"].is_int()) return grouped(audience["ids"].as_int()) + " ids";
  if (audience.has("where")) return audience["where"].as_string();
  return "everyone";
}

std::string parameters_text(const Json& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters.members())
    text += (text.empty() ? "" : ", ") + name + "=" + cell_text(value);
  return text;
}

Json audience_of(const Session& session) {
  const int ways = session.has("all") + session.has("ids") + session.has("where");
  if (ways != 1)
    throw Failure::usage("campaign create",
                         ways == 0 ? "says for whom it is" : "is given more than one audience",
                         "Give one of --all, --ids FILE, --where FIELD=VALUE.");
  if (session.has("ids"))
    return Json::object(
        {{"ids", ids_of_file(session.value("ids"), session.console().surroundings())}});
  if (session.has("where")) return Json::object({{"where", session.value("where")}});
  return Json::object({{"all", true}});
}

void print(const Session& session, const Json& campaign) {
  Facts facts;
  facts.add("campaign", campaign["name"].as_string());
  facts.add("id", cell_text(campaign["id"]));
  facts.add("service", campaign["service"]["name"].as_string());
  facts.add("audience", audience_text(campaign["audience"]));
  for (const auto& [name, value] : campaign["parameters"].members())
    facts.add("parameter " + name, cell_text(value));
  if (!campaign["chunkPeople"].is_null())
    facts.add("people a chunk", count_text(campaign["chunkPeople"]));
  facts.add("created", time_text(campaign["createdAt"]));
  facts.print(session.console());
}

int create(Session& session) {
  if (!session.has("service"))
    throw Failure::usage("campaign create", "names no service", "Give --service NAME.");
  Json campaign = Json::object({{"name", session.argument(0)}});
  campaign.set("audience", audience_of(session));
  const auto service = session.api().get(path_of({"services", session.value("service")}));
  campaign.set("service", service["id"]);
  campaign.set("parameters", typed_pairs(session, "set", service["definition"]["flowAttributes"]));
  if (session.has("chunk")) campaign.set("chunkPeople", session.number("chunk", 0, 1));
  const auto made = session.api().post("/campaigns", campaign);
  if (session.gave_json(made)) return kOk;
  session.console().good("campaign " + printable(made["name"].as_string()));
  print(session, made);
  return kOk;
}

int list(Session& session) {
  const auto campaigns = session.api().get("/campaigns", {{"limit", "1000"}});
  if (session.gave_json(campaigns)) return kOk;
  Table table({">id", "name", "service", "audience", "parameters"});
  for (const auto& one : campaigns["items"].items())
    table.row({cell_text(one["id"]), one["name"].as_string(), one["service"]["name"].as_string(),
               audience_text(one["audience"]), parameters_text(one["parameters"])});
  table.print(session.console());
  return kOk;
}

int show(Session& session) {
  const auto campaign = session.api().get(path_of({"campaigns", session.argument(0)}));
  if (!session.gave_json(campaign)) print(session, campaign);
  return kOk;
}

int remove(Session& session) {
  session.api().remove(path_of({"campaigns", session.argument(0)}));
  session.console().note("removed campaign " + session.argument(0));
  return kOk;
}

int run(Session& session) {
  const auto started = session.api().post(path_of({"campaigns", session.argument(0), "run"}));
  const auto id = cell_text(started["run"]);
  if (started["unknownIds"].as_int() > 0)
    session.console().note(grouped(started["unknownIds"].as_int()) +
                           " ids of the audience are nobody's");
  if (session.has("detach")) {
    if (!session.gave_json(started)) session.console().line(id);
    return kOk;
  }
  session.console().note("run " + id + ", " + count_text(started["people"]) + " people");
  return watch_run(session, id);
}

}  // namespace

std::vector<Verb> campaign_verbs() {
  return {
      {"campaign",
       "create",
       "NAME",
       "store a campaign",
       {{"service", "SERVICE", "the service of its step, by name or id"},
        {"set", "PARAM=VALUE", "a parameter of the step", true},
        {"all", "", "for everyone"},
        {"ids", "FILE", "for the people with these ids, one a line; - is stdin", false, {}, true},
        {"where", "FIELD=VALUE", "for the people with that value"},
        {"chunk", "N", "people a chunk, at most the service's own limit"}},
       create},
      {"campaign", "list", "", "list the campaigns", {}, list},
      {"campaign", "show", "NAME", "show a campaign", {}, show},
      {"campaign", "remove", "NAME", "take a campaign out", {}, remove},
      {"campaign",
       "run",
       "NAME",
       "run a campaign and watch it",
       {{"detach", "", "do not watch: print the run's number"}},
       run,
       "Ctrl-C stops watching, not the run. Exit code 6: the run was aborted, or everyone failed."},
  };
}

}  // namespace stepgate::cli
