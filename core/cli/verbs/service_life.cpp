// The life of services: who uses them, retiring, replacing, removing.
#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/verbs/all.hpp"
#include "cli/verbs/service_parts.hpp"

namespace stepgate::cli {
namespace {

std::string path(const Session& session) { return path_of({"services", session.argument(0)}); }

/// A change of state without more to say.
int act(Session& session, const char* act, const std::string& words,
        const Json& body = Json::object()) {
  const auto service = session.api().post(path(session) + act, body);
  if (!session.gave_json(service))
    session.console().good(printable(service["name"].as_string()) + words);
  return kOk;
}

int retire(Session& session) {
  Json body = Json::object();
  if (session.has("replaced-by")) body.set("replacedBy", session.value("replaced-by"));
  return act(session, "/retire", " is retired: no new campaign can use it", body);
}
int reinstate(Session& session) { return act(session, "/reinstate", " is active again"); }
int resume(Session& session) { return act(session, "/resume", " goes on"); }

int remove(Session& session) {
  session.api().remove(path(session));
  session.console().note("removed service " + session.argument(0));
  return kOk;
}

int uses(Session& session) {
  const auto uses = session.api().get(path(session) + "/uses");
  if (session.gave_json(uses)) return kOk;
  Table table({"kind", ">id", "name", "state"});
  for (const auto& campaign : uses["campaigns"].items())
    table.row({"campaign", cell_text(campaign["id"]), campaign["name"].as_string(),
               "step " + cell_text(campaign["step"])});
  for (const auto& run : uses["runs"].items())
    table.row({"run", cell_text(run["id"]), run["campaign"].as_string(), state_cell(run["state"])});
  if (table.empty())
    session.console().line("nothing uses it");
  else
    table.print(session.console());
  return kOk;
}

/// "campaign Enrich: message. remedy [CODE]".
void print_misfits(const Session& session, const Json& misfits) {
  for (const auto& misfit : misfits.items()) {
    std::string text;
    if (const auto& campaign = misfit["campaign"].as_string(); !campaign.empty())
      text = "campaign " + campaign + ": ";
    text += misfit["message"].as_string() + ". " + misfit["remedy"].as_string() + " [" +
            misfit["code"].as_string() + "]";
    session.console().bad(printable(text));
  }
}

int replace(Session& session) {
  if (!session.has("with"))
    throw Failure::usage("service replace", "wants --with NEW",
                         "Name the service that takes its place.");
  Json request = Json::object({{"with", session.value("with")}});
  if (session.has("dry-run")) request.set("dryRun", true);
  const auto answer = session.api().post(path(session) + "/replace", request);
  if (session.gave_json(answer)) return answer["misfits"].size() == 0 ? kOk : kRefused;
  const auto& console = session.console();
  print_misfits(session, answer["misfits"]);
  std::vector<std::string> names;
  for (const auto& campaign : answer["campaigns"].items())
    names.push_back(campaign["name"].as_string());
  const auto moved = names.empty() ? std::string("no campaign") : join(names, ", ");
  const auto text =
      printable(answer["with"].as_string()) +
      (answer["replaced"].as_bool() ? " takes the place of " : " would take the place of ") +
      printable(answer["service"].as_string()) + " in " + printable(moved);
  if (answer["misfits"].size() > 0) return kRefused;
  console.good(text);
  return kOk;
}

}  // namespace

std::vector<Verb> service_life_verbs() {
  return {
      {"service", "uses", "NAME", "list the campaigns and open runs that use it", {}, uses},
      {"service",
       "retire",
       "NAME",
       "take no new campaigns; those there are run on",
       {{"replaced-by", "NEW", "the service that new campaigns are told to use instead"}},
       retire},
      {"service", "reinstate", "NAME", "take a retirement back", {}, reinstate},
      {"service", "resume", "NAME", "clear a pause", {}, resume},
      {"service",
       "replace",
       "OLD",
       "let another service take its place in all campaigns",
       {{"with", "NEW", "the service that takes its place"},
        {"dry-run", "", "say what does not fit, and change nothing"}},
       replace,
       "Checks that the parameters of every campaign and the mappings fit, and lists what does "
       "not.\nWhen all fit, the campaigns use the new service, and the old one is retired. Runs "
       "under way end\nwith the service that they began with."},
      {"service", "remove", "NAME", "take a service out that nothing uses", {}, remove},
  };
}

}  // namespace stepgate::cli
