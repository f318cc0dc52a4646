// Services: lists, one of them, its life.
#include <ostream>

#include "cli/failure.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/verbs/all.hpp"
#include "cli/verbs/install.hpp"
#include "cli/verbs/log.hpp"
#include "cli/verbs/service_parts.hpp"
#include "cli/verbs/service_show.hpp"

namespace stepgate::cli {
namespace {

std::string path(const Session& session) { return path_of({"services", session.argument(0)}); }

int list(Session& session) {
  const auto services = session.api().get("/services", {{"limit", "1000"}});
  if (!session.gave_json(services)) print_services(session, services);
  return kOk;
}

int show(Session& session) {
  const auto service = session.api().get(path(session));
  if (!session.gave_json(service)) print_service(session, service);
  return kOk;
}

int activate(Session& session) {
  Json body = Json::object();
  add_privacy(session, body);
  const auto service = session.api().post(path(session) + "/activate", body);
  if (!session.gave_json(service))
    session.console().good(printable(service["name"].as_string()) + " is active");
  return kOk;
}

int status(Session& session) {
  const auto status = session.api().get(path(session) + "/status");
  if (session.gave_json(status)) return kOk;
  const auto& console = session.console();
  console.good("answers, HTTP " + cell_text(status["httpStatus"]));
  for (const auto& text : status["info"].items()) console.line("  " + printable(text.as_string()));
  for (const auto& text : status["warnings"].items()) console.warning(printable(text.as_string()));
  for (const auto& text : status["errors"].items()) console.bad(printable(text.as_string()));
  if (!status["deprecationDate"].is_null())
    console.warning(printable("deprecated on " + status["deprecationDate"].as_string() + " " +
                              status["deprecationMessage"].as_string()));
  return kOk;
}

/// Somebody else's page: to a file or a pipe as it is, never raw to a terminal.
int guide(Session& session) {
  const auto [type, bytes] = session.api().fetch(path(session) + "/guide");
  const auto& console = session.console();
  if (!console.out_terminal()) {
    console.out() << bytes << std::flush;
    return kOk;
  }
  std::string line;
  for (const char c : bytes) {
    if (c != '\n') {
      line += c;
      continue;
    }
    console.line(printable(line));
    line.clear();
  }
  console.line(printable(line));
  return kOk;
}

int picklist(Session& session) {
  Query query{{"limit", "1000"}};
  if (session.has("refresh")) query.emplace_back("refresh", "true");
  if (session.has("attribute")) query.emplace_back("attribute", session.value("attribute"));
  const auto lists = session.api().get(path(session) + "/picklists", query);
  if (!session.gave_json(lists)) print_picklists(session, lists, session.value("attribute"));
  return kOk;
}

int log(Session& session) { return print_log(session, path(session) + "/log"); }

}  // namespace

std::vector<Verb> service_verbs() {
  return {
      install_verb(),
      {"service", "list", "", "list the installed services", {}, list},
      {"service", "show", "NAME", "show a service: mapping, options, what is missing", {}, show},
      {"service",
       "activate",
       "NAME",
       "make a draft ready for campaigns",
       {{"accept-privacy-notice", "", "confirm that the outgoing fields are sent"}},
       activate},
      {"service", "status", "NAME", "ask the service how it is", {}, status},
      {"service", "guide", "NAME", "print the service's guide", {}, guide},
      {"service",
       "picklist",
       "NAME",
       "list the choices of its attributes",
       {{"attribute", "NAME", "only of that one"}, {"refresh", "", "ask the service now"}},
       picklist},
      {"service", "log", "NAME", "show the log of a service", log_flags(), log},
  };
}

}  // namespace stepgate::cli
