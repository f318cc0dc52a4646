// Stages: the document, the credentials, the status.
#include "base/clock.hpp"
#include "base/detailed_error.hpp"
#include "base/text.hpp"
#include "check/stage.hpp"
#include "store/service_repository.hpp"

namespace stepgate::check {
namespace {

/// Nothing that the service could mend.
bool of_this_machine(const Error& error) {
  const auto& code = error.code();
  return error.kind() == ErrorKind::internal || code.starts_with("COMPONENT_") ||
         code.starts_with("PLUGIN_") || code.starts_with("STORE_");
}

std::string step_text(const Json& step) {
  auto text = std::string(step["ok"].as_bool() ? "ok   " : "FAILED ") + step["step"].as_string() +
              ": " + step["message"].as_string();
  if (step["http"].is_int()) text += ", HTTP " + std::to_string(step["http"].as_int());
  return text + ", " + std::to_string(step["millis"].as_int()) + " ms";
}

/// What the service asks for and was given; false when something is missing or not wanted.
bool gather_inputs(Stage& stage, Json& inputs) {
  const auto view = stage.host.onboarding.show(stage.service);
  std::vector<std::string> wanted, missing;
  for (const auto& input : view["credentialInputs"].items()) {
    const auto& name = input["name"].as_string();
    wanted.push_back(name);
    if (stage.options.inputs.has(name)) inputs.set(name, stage.options.inputs[name]);
    if (input["required"].as_bool() && !inputs.has(name)) missing.push_back(name);
  }
  std::vector<std::string> extra;
  for (const auto& [name, value] : stage.options.inputs.members())
    if (!inputs.has(name)) extra.push_back(name);
  if (missing.empty() && extra.empty()) return true;
  auto fact = "the service asks for " + (wanted.empty() ? "none" : join(wanted, ", "));
  if (!missing.empty()) fact += "; not given: " + join(missing, ", ");
  if (!extra.empty()) fact += "; given and not asked for: " + join(extra, ", ");
  const Finding finding{"CREDENTIALS_MISSING", "/security", fact,
                        "Give --api-key, --username and --password, or --client-id and "
                        "--client-secret, as the document declares; --no-credentials when it needs "
                        "none."};
  if (!missing.empty()) {
    stage.report.error(finding);
    return false;
  }
  stage.report.warn({"CREDENTIALS_NOT_WANTED", finding.where, fact,
                     "Leave them out, or declare the scheme that takes them."});
  return true;
}

/// The one step that warns: nothing failed, but the challenge does not fit what was given.
void warn_of_step(Stage& stage, const Json& step) {
  stage.report.warn({"REALM_DIFFERS", "WWW-Authenticate", step["message"].as_string(),
                     "Give --realm as the service calls it; another realm hints at another "
                     "service."});
}

/// A date that has passed means that the service has ended.
void judge_end(Stage& stage, const std::string& date, const std::string& message) {
  const auto at = parse_datetime(date);
  const auto words = message.empty() ? std::string() : ": " + message;
  if (at && *at < system_clock().now())
    return stage.report.warn({"DEPRECATED", "/status",
                              "the service has announced its end, which passed on " + date + words,
                              "Take the date back, or use what takes its place."});
  stage.report.note({"DEPRECATION_ANNOUNCED",
                     "/status",
                     "the service announces its end" + (date.empty() ? "" : " on " + date) + words,
                     {}});
}

void read_status(Stage& stage) {
  const auto status = stage.host.onboarding.status(stage.service);
  stage.report.take(status["findings"]);
  for (const auto* kind : {"errors", "warnings"})
    for (const auto& notice : status[kind].items())
      stage.report.warn({"STATUS_NOTICE", "/status", "the service says: " + notice.as_string(),
                         "Its notices go to the service's log; mend what they speak of."});
  const auto& date = status["deprecationDate"].as_string();
  const auto& message = status["deprecationMessage"].as_string();
  if (!date.empty() || !message.empty()) judge_end(stage, date, message);
}

}  // namespace

store::ServiceRow Stage::row() const { return host.database->services().get(service); }

void Stage::failed(const Error& error, const std::string& where) {
  const auto* detailed = dynamic_cast<const DetailedError*>(&error);
  Json errors = Json::array();
  if (detailed)
    for (const auto& one : detailed->details().items())
      if (one["severity"].is_string()) errors.push(one);
  report.take(errors);
  if (!report.has(error.code())) {
    auto fact = error.fact();
    if (!error.cause().empty() && fact.find(error.cause()) == std::string::npos)
      fact += " (" + error.cause() + ")";
    report.error({error.code(), where, wire.mask(fact), error.remedy()});
  }
  if (of_this_machine(error)) report.no_verdict();
}

bool read_document(Stage& stage) {
  try {
    Json request = Json::object({{"url", stage.options.url}, {"name", "Checked service"}});
    request.set("acceptNoSecurity", stage.options.no_credentials);
    for (const auto& [name, value] : stage.options.access.members()) request.set(name, value);
    const auto view = stage.host.onboarding.install(request);
    stage.service = static_cast<flow::ServiceId>(view["id"].as_int());
    stage.report.take(view["findings"]);
    auto title = view["discovery"]["title"].string_or("the service");
    if (const auto& provider = view["discovery"]["providerName"].as_string(); !provider.empty())
      title += " by " + provider;
    stage.say("document: " + title + ", at " + view["discovery"]["baseUrl"].as_string());
    return true;
  } catch (const Error& error) {
    const auto calls = stage.wire.calls();
    stage.failed(error, stage.options.url);
    if (calls.empty() || calls.front().status == 0) {
      stage.report.unanswered = true;
      stage.report.no_verdict();
    }
    return false;
  }
}

bool try_credentials(Stage& stage) {
  Json inputs = Json::object();
  if (!gather_inputs(stage, inputs)) return false;
  const auto tell = [&](const Json& steps) {
    stage.report.exchange.set("credentials", steps);
    for (const auto& step : steps.items()) {
      stage.say("credentials: " + step_text(step));
      if (step["warning"].as_bool()) warn_of_step(stage, step);
    }
  };
  try {
    const auto done =
        stage.host.onboarding.set_credential(stage.service, Json::object({{"inputs", inputs}}));
    tell(done["steps"]);
    if (done["verified"].as_string() == "not-verifiable")
      stage.report.warn({"NOT_VERIFIABLE", "/status",
                         "the status is given without credentials as well, so nothing proves that "
                         "they are right",
                         "Let /status ask for the same credentials as the other endpoints."});
    read_status(stage);
    return true;
  } catch (const Error& error) {
    if (const auto* detailed = dynamic_cast<const DetailedError*>(&error))
      tell(detailed->details());
    stage.failed(error, "/status");
    return false;
  }
}

}  // namespace stepgate::check
