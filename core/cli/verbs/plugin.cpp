// plugin list, plugin rescan.
#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/verbs/all.hpp"

namespace stepgate::cli {
namespace {

std::string file_name(const Json& file) {
  const auto& path = file.as_string();
  return path.substr(path.find_last_of('/') + 1);
}

void print(const Session& session, const Json& plugins) {
  const auto& console = session.console();
  Table table({"id", "kind", "version", "name", "serves", "file"});
  for (const auto& plugin : plugins["loaded"].items())
    for (const auto& component : plugin["components"].items()) {
      std::vector<std::string> serves;
      for (const auto& one : component["serves"].items()) serves.push_back(one.as_string());
      table.row({component["id"].as_string(), component["kind"].as_string(),
                 component["version"].as_string(), component["displayName"].as_string(),
                 join(serves, ", "), file_name(plugin["file"])});
    }
  if (table.empty())
    console.line("no plugin is loaded");
  else
    table.print(console);
  for (const auto& refused : plugins["refused"].items()) {
    const Failure why(kRefused, refused["code"].as_string(), file_name(refused["file"]),
                      refused["fact"].as_string(), refused["remedy"].as_string());
    console.bad("refused: " + why.line());
  }
}

int list(Session& session) {
  const auto plugins = session.api().get("/plugins");
  if (!session.gave_json(plugins)) print(session, plugins);
  return kOk;
}

int rescan(Session& session) {
  const auto plugins = session.api().post("/plugins/rescan");
  if (!session.gave_json(plugins)) print(session, plugins);
  return kOk;
}

}  // namespace

std::vector<Verb> plugin_verbs() {
  return {
      {"plugin",
       "list",
       "",
       "list the loaded plugins, and the refused ones with the reason",
       {},
       list},
      {"plugin", "rescan", "", "look for new plugin files now", {}, rescan},
  };
}

}  // namespace stepgate::cli
