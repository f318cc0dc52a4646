#include "check/check.hpp"

#include "base/error.hpp"
#include "base/log.hpp"
#include "check/private_host.hpp"
#include "check/stage.hpp"
#include "check/throwaway_ca.hpp"
#include "http/url.hpp"

namespace stepgate::check {
namespace {

/// What is no secret, and often an ordinary word that a report needs.
bool is_open(std::string_view input) {
  return input == "username" || input == "clientId" || input == "realm" || input == "scope";
}

void hide_inputs(const Options& options, Wire& wire) {
  for (const auto& [name, value] : options.inputs.members())
    if (!is_open(name)) wire.hide(value.as_string());
}

/// Under which the service may reach the callback listener.
std::vector<std::string> callback_names(const Options& options) {
  std::vector<std::string> names;
  for (const auto& url : {"https://" + options.listen, options.public_url})
    if (const auto read = http::Url::parse(url)) names.push_back(read->host);
  return names;
}

bool store_people(Stage& stage) {
  for (const auto& line : stage.people.store(*stage.host.database))
    stage.report.warn({"PEOPLE_LINE_REFUSED", line, "a line of the people could not be taken",
                       "Give values of the type of their field."});
  return true;
}

bool prepare(Stage& stage) {
  if (!read_document(stage) || !try_credentials(stage) || !read_definition(stage)) return false;
  read_picklists(stage);
  read_resources(stage);
  return map_fields(stage) && store_people(stage) && set_options(stage) && activate(stage);
}

void walk(Stage& stage) {
  if (!prepare(stage)) return;
  const auto people = std::to_string(stage.people.size());
  if (!stage.options.submit) {
    stage.say("no submit was asked for; it would have acted on " + people + " people");
    return;
  }
  stage.say("submitting: this acts for real, on " + people +
            " people (messages may be sent, money may be spent); --no-submit stops before");
  if (!first_chunk(stage) || stage.interrupted()) return;
  bad_day(stage);
  if (stage.options.load && !stage.interrupted()) load_chunk(stage);
}

void log_to(const Hooks& hooks) {
  if (!hooks.trace) return set_log_sink([](Severity, std::string_view, std::string_view) {});
  set_log_sink([trace = hooks.trace](Severity, std::string_view source, std::string_view text) {
    trace("--- " + std::string(source) + ": " + std::string(text) + "\n");
  });
}

}  // namespace

Report run_check(const Options& options, const Hooks& hooks) {
  Report report(options.url);
  auto people = options.people_file.empty() ? PeopleTable::built_in()
                                            : PeopleTable::read(options.people_file);
  log_to(hooks);
  const TemporaryDirectory directory;
  Wire wire(hooks);
  hide_inputs(options, wire);
  std::string pem_file;
  if (options.tls) {
    const auto made = make_throwaway_ca(directory.path(), callback_names(options));
    pem_file = made.server_file;
    if (hooks.say)
      hooks.say("callbacks over https; trust for the time of this check: " + made.ca_file);
    report.exchange.set("caFile", made.ca_file);
  }
  const auto host = start_host(options, directory.path(), wire, pem_file);
  Stage stage{options, hooks, report, wire, *host, std::move(people)};
  walk(stage);
  host->stop();
  if (stage.interrupted()) report.no_verdict();
  return report;
}

}  // namespace stepgate::check
