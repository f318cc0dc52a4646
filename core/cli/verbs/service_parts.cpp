#include "cli/verbs/service_parts.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/values.hpp"

namespace stepgate::cli {
namespace {

/// Rows of one direction, as the flags change them.
class Rows {
 public:
  explicit Rows(const Json& direction) : direction_(direction) {
    // A user-driven mapping is replaced as a whole: what is there goes along.
    if (!direction["userDriven"].as_bool()) return;
    for (const auto& row : direction["rows"].items())
      put(row["serviceAttribute"].as_string(), row["field"], row["active"].as_bool());
  }
  void map(const std::string& text, const std::string& flag) {
    if (direction_["userDriven"].as_bool() && text.find('=') == std::string::npos)
      return put(text, text, true);
    const auto [attribute, field] = pair_of(text, flag);
    put(attribute, field.empty() ? Json() : Json(field), !field.empty());
  }
  bool switch_off(const std::string& attribute) {
    for (const auto& row : direction_["rows"].items())
      if (row["serviceAttribute"].as_string() == attribute) {
        put(attribute, row["field"], false);
        return true;
      }
    return false;
  }
  Json take() { return std::move(rows_); }
  bool changed() const noexcept { return changed_; }
  void begin_changes() { changed_ = false; }

 private:
  void put(const std::string& attribute, const Json& field, bool active) {
    changed_ = true;
    Json row =
        Json::object({{"serviceAttribute", attribute}, {"field", field}, {"active", active}});
    for (auto& old : rows_.mutable_items())
      if (old["serviceAttribute"].as_string() == attribute) {
        old = std::move(row);
        return;
      }
    rows_.push(std::move(row));
  }
  const Json& direction_;
  Json rows_ = Json::array();
  bool changed_ = false;
};

void print_direction(const Session& session, const char* title, const Json& direction,
                     const Json& definition) {
  const auto& console = session.console();
  console.line(console.styled(Style::bold, title));
  Table table({"  service field", "type", "our field", "on/off", "description"});
  for (const auto& row : direction["rows"].items()) {
    const auto& attribute = row["serviceAttribute"].as_string();
    std::string description;
    for (const auto& field : definition["fields"].items())
      if (field["serviceAttribute"].as_string() == attribute)
        description = label_text(field["description"], "");
    const bool active = row["active"].as_bool();
    table.row({"  " + attribute + (row["required"].as_bool() ? " *" : ""),
               row["dataType"].as_string(),
               cell_text(row["field"]),
               {active ? "on" : "off", active ? Style::green : Style::dim},
               description});
  }
  if (table.empty())
    console.line("  none");
  else
    table.print(console);
}

}  // namespace

void add_privacy(const Session& session, Json& request) {
  if (!session.has("accept-privacy-notice")) return;
  request.set("acceptPrivacyNotice", true);
  if (const auto user = session.console().surroundings().env("USER"); !user.empty())
    request.set("acceptedBy", user);
}

Json mapping_change(const Session& session, const Json& mapping, const std::string& prefix) {
  Rows outgoing(mapping["outgoing"]), incoming(mapping["incoming"]);
  outgoing.begin_changes();
  incoming.begin_changes();
  for (const auto& text : session.values(prefix + "out")) outgoing.map(text, prefix + "out");
  for (const auto& text : session.values(prefix + "in")) incoming.map(text, prefix + "in");
  for (const auto& attribute : session.values("off")) {
    const bool out = outgoing.switch_off(attribute), in = incoming.switch_off(attribute);
    if (out || in) continue;
    std::vector<std::string> known;
    for (const auto* direction : {"outgoing", "incoming"})
      for (const auto& row : mapping[direction]["rows"].items())
        known.push_back(row["serviceAttribute"].as_string());
    const auto near = nearest(attribute, known);
    throw Failure::usage(
        "--off", "the service has no field '" + attribute + "'",
        near.empty() ? "Its fields: " + join(known, ", ") : "Did you mean " + near + "?");
  }
  Json change;
  if (outgoing.changed()) change.set("outgoing", Json::object({{"rows", outgoing.take()}}));
  if (incoming.changed()) change.set("incoming", Json::object({{"rows", incoming.take()}}));
  return change;
}

void print_privacy_notice(const Session& session, const Json& notice) {
  if (notice["text"].as_string().empty()) return;
  const auto& console = session.console();
  if (notice["accepted"].is_object() && notice["added"].size() == 0) {
    console.line("privacy notice: confirmed by " + printable(notice["accepted"]["by"].as_string()) +
                 ", " + time_text(notice["accepted"]["at"]));
    return;
  }
  console.line(console.styled(Style::bold, "Privacy notice"));
  console.line("  " + printable(notice["text"].as_string()));
}

void print_mapping(const Session& session, const Json& mapping, const Json& definition) {
  print_privacy_notice(session, mapping["outgoing"]["privacyNotice"]);
  print_direction(session, "Outgoing Fields (* required)", mapping["outgoing"],
                  definition["outgoing"]);
  print_direction(session, "Incoming Fields", mapping["incoming"], definition["incoming"]);
}

void print_findings(const Session& session, const Json& findings, std::set<std::string>& seen) {
  for (const auto& finding : findings.items()) {
    const auto key = finding["code"].as_string() + " " + finding["where"].as_string();
    if (!seen.insert(key).second || finding["severity"].as_string() == "note") continue;
    std::string text = finding["message"].as_string();
    if (!finding["where"].as_string().empty()) text += " (" + finding["where"].as_string() + ")";
    text += " [" + finding["code"].as_string() + "]";
    if (finding["marketoRefuses"].as_bool()) text += "; Marketo's installer would refuse it";
    session.console().warning(printable(text));
  }
}

void print_missing(const Session& session, const Json& missing) {
  for (const auto& one : missing.items()) {
    auto text = one["message"].as_string();
    if (!text.ends_with('.')) text += '.';
    if (!one["remedy"].as_string().empty()) text += " " + one["remedy"].as_string();
    session.console().line("  - " + printable(text) + " [" + printable(one["code"].as_string()) +
                           "]");
  }
}

std::string label_text(const Json& labels, const std::string& key) {
  const auto pick = [&](const Json& one) {
    return one.is_object() ? one[key].as_string() : one.as_string();
  };
  if (labels.is_string()) return labels.as_string();
  for (const auto* locale : {"en_US", "en_us", "en"})
    if (auto text = pick(labels[locale]); !text.empty()) return text;
  for (const auto& [locale, one] : labels.members())
    if (auto text = pick(one); !text.empty()) return text;
  return {};
}

std::string service_path(const Json& service) {
  return path_of({"services", cell_text(service["id"])});
}

}  // namespace stepgate::cli
