#include "cli/verbs/install.hpp"

#include <istream>
#include <ostream>

#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/values.hpp"
#include "cli/verbs/service_parts.hpp"

namespace stepgate::cli {
namespace {

/// One onboarding. Every step is stored at the host, so that it can end anywhere and go on later.
class Install {
 public:
  explicit Install(Session& session) : session_(session), console_(session.console()) {}

  int run() {
    if (!take_up_draft()) start();
    print_findings(session_, service_["findings"], seen_);
    if (!credential()) return stop();
    definition();
    mapping();
    picklists();
    configuration();
    if (session_.has("draft")) return stay_draft();
    return confirm() ? activate() : stop();
  }

 private:
  /// The same command again goes on with the draft that it left.
  bool take_up_draft() {
    const auto services = session_.api().get("/services", {{"limit", "1000"}});
    for (const auto& row : services["items"].items()) {
      const bool same =
          row["url"].as_string() == session_.argument(0) && row["state"].as_string() == "draft" &&
          (!session_.has("name") || iequals(row["name"].as_string(), session_.value("name")));
      if (!same) continue;
      service_ = session_.api().get(service_path(row));
      console_.good("going on with the draft " + title());
      Json change;
      add_access(session_, change);
      if (!change.is_null()) session_.api().put(path() + "/configuration", change);
      return true;
    }
    return false;
  }

  void start() {
    Json request = Json::object({{"url", session_.argument(0)}});
    for (const auto* flag : {"name", "auth", "mapping", "provider"})
      if (session_.has(flag)) request.set(flag, session_.value(flag));
    if (session_.has("no-security")) request.set("acceptNoSecurity", true);
    add_access(session_, request);
    service_ = post_under_free_name(request);
    console_.good("read " + printable(session_.argument(0)) + ": " + title());
  }

  /// On a terminal another name is asked for when this one is taken.
  Json post_under_free_name(Json& request) {
    for (;;) try {
        return session_.api().post("/services", request);
      } catch (const Failure& failure) {
        if (failure.code() != "NAME_TAKEN" || !console_.interactive()) throw;
        console_.warning(printable(failure.line()));
        std::string name;
        console_.err() << "Another name: " << std::flush;
        std::getline(*console_.surroundings().in, name);
        if (trim(name).empty()) throw;
        request.set("name", name);
      }
  }

  std::string title() const {
    auto text = service_["name"].as_string();
    if (const auto& provider = service_["provider"].as_string(); !provider.empty())
      text += " by " + provider;
    return printable(text);
  }

  bool credential() {
    const auto& inputs = service_["credentialInputs"];
    const bool stored = !service_["credential"].is_null();
    auto request = stored && !any_credential_flag() ? CredentialRequest{}
                                                    : credential_request(session_, inputs);
    if (stored && !request.given) {
      console_.good("credentials: stored earlier");
      return true;
    }
    if (!request.missing.empty()) {
      console_.bad("credentials: the service wants " + join(request.missing, ", "));
      for (const auto& flag : request.missing)
        wanted_ += " " + flag + (flag.ends_with('=') ? "@FILE" : " @FILE");
      return false;
    }
    if (request.body.is_null()) request.body = Json::object({{"inputs", Json::object()}});
    try {
      set_credential(session_, path(), request.body);
    } catch (const Failure&) {
      console_.line("the draft " + name() + " stays; the same command goes on with it");
      throw;
    }
    return true;
  }

  bool any_credential_flag() const {
    for (const auto& flag : credential_flags())
      if (session_.has(flag.name)) return true;
    return false;
  }

  void definition() {
    service_ = session_.api().post(path() + "/definition");
    const auto& definition = service_["definition"];
    console_.good("definition: " + std::to_string(definition["outgoing"]["fields"].size()) +
                  " outgoing and " + std::to_string(definition["incoming"]["fields"].size()) +
                  " incoming fields, " + std::to_string(definition["flowAttributes"].size()) +
                  " parameters");
    print_findings(session_, service_["findings"], seen_);
  }

  void mapping() {
    auto mapping = session_.api().get(path() + "/mapping");
    const auto apply = [&](const Json& change) {
      if (!change.is_null()) mapping = session_.api().put(path() + "/mapping", change);
    };
    apply(mapping_change(session_, mapping, "map-"));
    if (session_.has("create-fields"))
      apply(create_suggested_fields(session_, mapping, service_["definition"]));
    print_mapping(session_, mapping, service_["definition"]);
    const auto& notice = mapping["outgoing"]["privacyNotice"];
    privacy_open_ =
        notice.is_object() && (notice["accepted"].is_null() || notice["added"].size() > 0);
  }

  void picklists() {
    const auto lists =
        session_.api().get(path() + "/picklists", {{"refresh", "true"}, {"limit", "1000"}});
    for (const auto& list : lists["items"].items()) {
      const auto& attribute = list["attribute"].as_string();
      if (!list["error"].is_null())
        console_.warning(printable("picklist " + attribute + ": " + list["error"].as_string()));
      else
        console_.good(printable("picklist " + attribute + ": " +
                                std::to_string(list["choices"].size()) + " choices"));
    }
  }

  void configuration() {
    const auto& definition = service_["definition"];
    Json change;
    if (session_.has("global"))
      change.set("globals", typed_pairs(session_, "global", definition["globalAttributes"]));
    if (session_.has("header"))
      change.set("headers", typed_pairs(session_, "header", definition["headers"]));
    if (change.is_null()) return;
    session_.api().put(path() + "/configuration", change);
    for (const auto& [name, value] : change["globals"].members())
      console_.good("option " + printable(name + " = " + cell_text(value)));
    for (const auto& [name, value] : change["headers"].members())
      console_.good("header parameter " + console_.styled(Style::italic, printable(name)));
  }

  /// The admin says that the mappings are meant; not even --yes can say so for required fields that
  /// have none.
  bool confirm() {
    const bool agreed = session_.has("yes") ||
                        (console_.interactive() && console_.confirm("Are these mappings right?"));
    if (!agreed) return false;
    const Json yes = Json::object({{"confirmed", true}});
    session_.api().put(path() + "/mapping", Json::object({{"outgoing", yes}, {"incoming", yes}}));
    console_.good("mappings confirmed");
    confirm_privacy();
    return true;
  }

  /// The notice has been printed above the outgoing fields; --yes does not stand for it.
  void confirm_privacy() {
    add_privacy(session_, activation_);
    if (activation_.size() > 0 || !privacy_open_ || !console_.interactive()) return;
    if (console_.confirm("Do you confirm the privacy notice?"))
      activation_.set("acceptPrivacyNotice", true);
  }

  int activate() {
    try {
      service_ = session_.api().post(path() + "/activate", activation_);
    } catch (const Failure& failure) {
      if (failure.code() != "SERVICE_INCOMPLETE") throw;
      return stop();
    }
    console_.good(name() + " is " + console_.styled(Style::green, "active"));
    session_.gave_json(service_);
    return kOk;
  }

  int stay_draft() {
    service_ = session_.api().get(path());
    if (session_.gave_json(service_)) return kOk;
    console_.line("the draft " + name() + " is kept");
    print_missing(session_, service_["missing"]);
    return kOk;
  }

  int stop() {
    service_ = session_.api().get(path());
    session_.gave_json(service_);
    console_.bad("the draft " + name() + " stays; what is missing:");
    print_missing(session_, service_["missing"]);
    console_.line("Go on with:\n  " + onward());
    return kRefused;
  }

  /// The command that goes on with the draft, with a place for each thing that is missing.
  std::string onward() {
    for (const auto& one : service_["missing"].items()) {
      const auto& code = one["code"].as_string();
      const auto& subject = one["subject"].as_string();
      if (code == "MAPPING_REQUIRED") wanted_ += " --map-out " + shell_word(subject + "=FIELD");
      if (code == "PRIVACY_NOTICE_NOT_ACCEPTED") wanted_ += " --accept-privacy-notice";
      if (code == "OPTION_REQUIRED")
        wanted_ +=
            (is_header(subject) ? " --header " : " --global ") + shell_word(subject + "=VALUE");
    }
    std::string command = "stepgate service install " + shell_word(session_.argument(0));
    if (session_.has("name")) command += " --name " + shell_word(session_.value("name"));
    if (session_.has("create-fields")) command += " --create-fields";
    return command + wanted_ + " --yes";
  }

  bool is_header(const std::string& name) const {
    for (const auto& header : service_["definition"]["headers"].items())
      if (header["name"].as_string() == name) return true;
    return false;
  }

  std::string path() const { return service_path(service_); }
  std::string name() const { return printable(service_["name"].as_string()); }

  Session& session_;
  const Console& console_;
  Json service_;
  std::set<std::string> seen_;
  Json activation_ = Json::object();
  bool privacy_open_ = false;
  std::string wanted_;  // flags of what was found missing on the way
};

int install(Session& session) { return Install(session).run(); }

}  // namespace

Verb install_verb() {
  std::vector<Flag> flags = {{"name", "NAME", "how it is called here; its own title unless told"}};
  for (auto& flag : credential_flags()) flags.push_back(std::move(flag));
  for (auto& flag : access_flags()) flags.push_back(std::move(flag));
  const std::vector<Flag> rest = {
      {"map-out", "ATTR=FIELD", "send our FIELD as the service's ATTR", true},
      {"map-in", "ATTR=FIELD", "write the service's ATTR into our FIELD", true},
      {"off", "ATTR", "switch a field of the service off", true},
      {"create-fields", "", "make custom fields of suggested ones that do not exist"},
      {"global", "NAME=VALUE", "a global option of the service", true},
      {"header", "NAME=VALUE", "a header parameter of the service", true},
      {"auth", "ID", "the plugin that authorizes, instead of the usual one"},
      {"mapping", "ID", "the plugin that proposes mappings"},
      {"provider", "ID", "the plugin that speaks with the service"},
      {"no-security", "", "the service asks for no credentials, and that is meant"},
      {"draft", "", "stop before confirming and activating"},
      {"yes", "", "confirm the mappings without asking"},
      {"accept-privacy-notice", "", "confirm the privacy notice; --yes does not"}};
  flags.insert(flags.end(), rest.begin(), rest.end());
  return {"service",
          "install",
          "URL",
          "install a service from its OpenAPI document, or plugin:ID",
          flags,
          install,
          "Reads the document, tries the credentials, reads the definition, maps fields, fetches "
          "picklists,\nand activates. When something is missing, a draft stays, and the same "
          "command goes on with it.\n\n" +
              secret_forms()};
}

}  // namespace stepgate::cli
