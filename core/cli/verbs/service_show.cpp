#include "cli/verbs/service_show.hpp"

#include <algorithm>

#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/verbs/service_parts.hpp"

namespace stepgate::cli {
namespace {

void print_parameters(const Session& session, const char* title, const Json& attributes,
                      const Json& values, Style style) {
  if (attributes.size() == 0) return;
  const auto& console = session.console();
  console.line(console.styled(Style::bold, title));
  Table table({"  name", "type", "value", "picklist", "label"});
  for (const auto& attribute : attributes.items()) {
    const auto& name = attribute["name"].as_string();
    table.row({{"  " + name + (attribute["required"].as_bool() ? " *" : ""), style},
               attribute["dataType"].as_string(),
               values.is_object() ? cell_text(values[name]) : "",
               attribute["hasPicklist"].as_bool()
                   ? (attribute["enforcePicklist"].as_bool() ? "enforced" : "yes")
                   : "",
               label_text(attribute["labels"], "name")});
  }
  table.print(console);
}

}  // namespace

namespace {

/// Eight heights of a bar; a dot where there was nothing.
std::string sparkline(const Console& console, const Json& hours) {
  static constexpr const char* kBars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::string text;
  for (const auto& rate : hours.items()) {
    const auto height = static_cast<int>(rate.as_double() * 7.99);
    if (rate.is_null())
      text += console.unicode() ? "·" : ".";
    else
      text += console.unicode() ? std::string(kBars[std::clamp(height, 0, 7)])
                                : std::to_string(std::clamp(height, 0, 7));
  }
  return text;
}

std::string percent(const Json& rate) {
  if (rate.is_null()) return "-";
  const auto tenths = static_cast<long>(rate.as_double() * 1000);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

Cell status_cell(const Json& row) {
  const auto& text = row["status"].as_string();
  if (text == "Active") return {text, Style::green};
  if (text == "Error") return {text, Style::red};
  return {text, text.starts_with("Deprecated") ? Style::amber : Style::plain};
}

std::string note_of(const Json& row) {
  std::string note;
  if (!row["paused"].is_null()) note = "paused: " + row["paused"].as_string();
  for (const auto& more :
       {row["lastStatusError"]["code"].as_string(), row["deprecationMessage"].as_string()})
    if (!more.empty()) note += (note.empty() ? "" : "; ") + more;
  return note;
}

}  // namespace

void print_services(const Session& session, const Json& list) {
  const auto& console = session.console();
  Table table({">id", "name", "provider", "status", ">used in", "icon", "24 h", ">success",
               "picklists", "note"});
  for (const auto& row : list["items"].items())
    table.row({cell_text(row["id"]),
               row["name"].as_string(),
               row["provider"].as_string(),
               status_cell(row),
               count_text(row["usedIn"]),
               row["icon"].is_null() ? "" : "yes",
               sparkline(console, row["lastDay"]["hours"]),
               percent(row["lastDay"]["rate"]),
               time_text(row["picklistsAt"]),
               {note_of(row), Style::amber}});
  if (table.empty())
    console.line("no service is installed; stepgate service install URL");
  else
    table.print(console);
}

void print_service(const Session& session, const Json& service) {
  const auto& console = session.console();
  Facts facts;
  facts.add("service", service["name"].as_string());
  facts.add("id", cell_text(service["id"]));
  facts.add("provider", service["provider"].as_string());
  facts.add("state", state_cell(service["state"]));
  if (!service["paused"].is_null())
    facts.add("paused", {service["paused"].as_string(), Style::amber});
  if (const auto& breaker = service["traffic"]["breaker"]; breaker["state"].as_string() == "open")
    facts.add("breaker", {"open since " + time_text(breaker["openedAt"]) + ": " +
                              breaker["reason"].as_string() + "; asked again at " +
                              time_text(breaker["nextProbeAt"]),
                          Style::amber});
  if (const auto& window = service["traffic"]["window"]; window.is_object())
    facts.add("in this window", count_text(window["requests"]) + " requests, " +
                                    count_text(window["people"]) + " people");
  if (!service["deprecationDate"].is_null())
    facts.add("deprecated on", {service["deprecationDate"].as_string() + " " +
                                    service["deprecationMessage"].as_string(),
                                Style::amber});
  facts.add("url", service["url"].as_string());
  if (service["credential"].is_object())
    facts.add("credential", service["credential"]["name"].as_string() + " (" +
                                service["credential"]["state"].as_string() + ")");
  for (const auto& moved : service["credential"]["withheld"].items())
    facts.add("credential withheld", {moved.as_string(), Style::amber});
  if (!service["credentialParameter"].is_null())
    facts.add("key travels as", service["credentialParameter"].as_string());
  if (!service["tls"]["ca"].is_null()) facts.add("CA", "given");
  if (!service["tls"]["clientCertificate"].is_null()) facts.add("client certificate", "given");
  facts.add("used in", count_text(service["usedIn"]) + " campaigns");
  for (const auto& [name, value] : service["configuration"]["limits"].members())
    if (!value.is_null()) facts.add(name, cell_text(value));
  facts.print(console);
  const auto& definition = service["definition"];
  if (definition.is_object()) {
    print_mapping(session, service["mapping"], definition);
    const auto& configuration = service["configuration"];
    print_parameters(session, "Flow step parameters (* required)", definition["flowAttributes"],
                     Json(), Style::plain);
    print_parameters(session, "Global options (* required)", definition["globalAttributes"],
                     configuration["globals"], Style::plain);
    print_parameters(session, "Header parameters (* required)", definition["headers"],
                     configuration["headers"], Style::italic);
  }
  std::set<std::string> seen;
  print_findings(session, service["findings"], seen);
  if (service["missing"].size() > 0) {
    console.line("What keeps it from being active:");
    print_missing(session, service["missing"]);
  }
}

void print_picklists(const Session& session, const Json& lists, const std::string& attribute) {
  const auto& console = session.console();
  for (const auto& list : lists["items"].items()) {
    if (!attribute.empty() && list["attribute"].as_string() != attribute) continue;
    console.line(console.styled(Style::bold, printable(list["attribute"].as_string())) + " (" +
                 printable(list["type"].as_string()) + ", fetched " +
                 printable(time_text(list["fetchedAt"])) + ")");
    if (!list["error"].is_null()) console.warning(printable(list["error"].as_string()));
    Table table({"  submitted value", "display value"});
    for (const auto& choice : list["choices"].items()) {
      table.row({"  " + cell_text(choice["value"]), label_text(choice["display"], "")});
    }
    if (!table.empty()) table.print(console);
  }
}

}  // namespace stepgate::cli
