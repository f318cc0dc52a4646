// status, fields, and what the shell itself asks for.
#include <ostream>

#include "cli/completion.hpp"
#include "cli/failure.hpp"
#include "cli/paging.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/verbs/all.hpp"

namespace stepgate::cli {
namespace {

/// "2 active, 1 draft"; states nobody is in are left out.
std::string counts_text(const Json& counts) {
  std::string text;
  for (const auto& [name, count] : counts.members())
    if (count.as_int() > 0)
      text += (text.empty() ? "" : ", ") + grouped(count.as_int()) + " " + name;
  return text.empty() ? "none" : text;
}

int status(Session& session) {
  const auto host = session.api().get("/status");
  if (session.gave_json(host)) return kOk;
  Facts facts;
  facts.add("version", host["version"].as_string() + " (commit " + host["commit"].as_string() +
                           ", plugin ABI " + cell_text(host["abi"]) + ")");
  facts.add("up", duration_text(host["uptimeSeconds"].as_double()));
  facts.add("API", host["apiUrl"].as_string());
  facts.add("callbacks", host["publicUrl"].as_string());
  const auto& store = host["store"];
  facts.add("store", host["dataFile"].as_string() + " (" +
                         bytes_text(static_cast<std::uint64_t>(store["bytes"].as_int() +
                                                               store["walBytes"].as_int())) +
                         ", synchronous " + cell_text(store["synchronous"]) + ")");
  if (!store["ok"].as_bool(true))
    facts.add("store trouble", {store["message"].as_string(), Style::red});
  facts.add("people", count_text(host["people"]));
  facts.add("services", counts_text(host["services"]));
  facts.add("runs", counts_text(host["runs"]));
  facts.add("chunks in flight", count_text(host["chunksInFlight"]));
  facts.add("plugins", counts_text(host["plugins"]));
  if (const auto refused = host["callbacks"]["refusedConnections"].as_int(); refused > 0)
    facts.add("refused callbacks", {grouped(refused), Style::red});
  facts.print(session.console());
  return kOk;
}

int list_fields(Session& session) {
  const auto list = session.api().get("/fields", {{"limit", "1000"}});
  if (session.gave_json(list)) return kOk;
  Table table({"name", "label", "type", "kind"});
  for (const auto& field : list["items"].items())
    table.row({field["name"].as_string(), field["label"].as_string(), field["dataType"].as_string(),
               std::string(field["standard"].as_bool() ? "standard" : "custom") +
                   (field["readOnly"].as_bool() ? ", read only" : "")});
  table.print(session.console());
  return kOk;
}

int add_field(Session& session) {
  Json field = Json::object({{"name", session.argument(0)}});
  if (!session.has("type"))
    throw Failure::usage("fields add", "wants --type",
                         "Like: stepgate fields add tier --type string");
  field.set("dataType", session.value("type"));
  if (session.has("label")) field.set("label", session.value("label"));
  const auto added = session.api().post("/fields", field);
  if (!session.gave_json(added))
    session.console().good("field " + printable(added["name"].as_string()) + " (" +
                           added["dataType"].as_string() + ")");
  return kOk;
}

int completion(Session& session) {
  const auto& shell = session.argument(0);
  if (shell != "bash" && shell != "zsh" && shell != "fish")
    throw Failure::usage("'" + shell + "'", "is no shell that is known", "Give bash, zsh or fish.");
  session.console().out() << completion_script(shell) << std::flush;
  return kOk;
}

}  // namespace

std::vector<Verb> host_verbs() {
  return {
      {"", "status", "", "show how the host is", {}, status},
      {"fields", "list", "", "list the fields of people", {}, list_fields},
      {"fields",
       "add",
       "NAME",
       "add a custom field",
       {{"type",
         "TYPE",
         "its data type",
         false,
         {"boolean", "integer", "float", "score", "date", "datetime", "email", "string", "url",
          "text"}},
        {"label", "TEXT", "as people read it; the name unless told"}},
       add_field},
  };
}

std::vector<Verb> shell_verbs() {
  return {{"",
           "completion",
           "SHELL",
           "print a completion script for bash, zsh or fish",
           {},
           completion,
           "bash: eval \"$(stepgate completion bash)\" in ~/.bashrc\n"
           "zsh:  eval \"$(stepgate completion zsh)\" in ~/.zshrc, behind compinit\n"
           "fish: stepgate completion fish > ~/.config/fish/completions/stepgate.fish",
           true}};
}

}  // namespace stepgate::cli
