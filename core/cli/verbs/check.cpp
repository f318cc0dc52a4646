// check: tries a service as a host would, in this very process; no daemon is asked.
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>

#include "base/error.hpp"
#include "base/text.hpp"
#include "check/check.hpp"
#include "cli/failure.hpp"
#include "cli/interrupt.hpp"
#include "cli/secrets.hpp"
#include "cli/session.hpp"
#include "cli/terminal_text.hpp"
#include "cli/values.hpp"
#include "cli/verbs/all.hpp"
#include "cli/verbs/check_report.hpp"
#include "cli/verbs/service_parts.hpp"

namespace stepgate::cli {
namespace {

constexpr std::int64_t kDeadline = 60, kLongestDeadline = 86'400;

struct Input {
  const char* flag;
  const char* name;
};
constexpr std::array<Input, 7> kInputs{{{"api-key", "apiKey"},
                                        {"username", "username"},
                                        {"password", "password"},
                                        {"realm", "realm"},
                                        {"client-id", "clientId"},
                                        {"client-secret", "clientSecret"},
                                        {"scope", "scope"}}};

Json inputs_of(Session& session) {
  auto& surroundings = session.console().surroundings();
  Json inputs = Json::object();
  for (const auto& input : kInputs)
    if (session.has(input.flag))
      inputs.set(input.name, read_secret(session.value(input.flag), std::string("--") + input.flag,
                                         surroundings));
  for (const auto& text : session.values("input")) {
    const auto [name, form] = pair_of(text, "input");
    inputs.set(name, read_secret(form, "--input " + name, surroundings));
  }
  if (session.has("no-credentials") && inputs.size() > 0)
    throw Failure::usage("--no-credentials", "takes no values", "Give one or the other.");
  return inputs;
}

check::Pairs pairs_of(const Session& session, const std::string& flag) {
  check::Pairs pairs;
  for (const auto& text : session.values(flag)) pairs.push_back(pair_of(text, flag));
  return pairs;
}

/// FIELD may be several, with commas.
std::vector<std::string> fields_of(const Session& session, const std::string& flag) {
  std::vector<std::string> names;
  for (const auto& text : session.values(flag))
    for (const auto& name : split(text, ','))
      if (!trim(name).empty()) names.emplace_back(trim(name));
  return names;
}

std::string user_name() {
  const auto* user = ::getpwuid(::geteuid());
  return user != nullptr ? user->pw_name : std::to_string(::geteuid());
}

check::Options options_of(Session& session) {
  check::Options options;
  options.url = session.argument(0);
  options.submit = !session.has("no-submit");
  options.load = session.has("load");
  options.strict = session.has("strict");
  options.no_credentials = session.has("no-credentials");
  options.tls = session.has("tls");
  options.inputs = inputs_of(session);
  add_access(session, options.access);
  options.parameters = pairs_of(session, "set");
  options.globals = pairs_of(session, "global");
  options.headers = pairs_of(session, "header");
  options.people_file = session.value("people");
  options.incoming = fields_of(session, "incoming");
  options.outgoing = fields_of(session, "outgoing");
  options.deadline_seconds = session.number("deadline", kDeadline, 1);
  if (options.deadline_seconds > kLongestDeadline)
    throw Failure::usage("--deadline", "is more than 24 hours", "Give at most 86400.");
  if (session.has("listen")) options.listen = session.value("listen");
  options.public_url = session.value("public-url");
  std::error_code ignored;
  if (session.has("plugins"))
    options.plugin_directories =
        std::filesystem::absolute(session.value("plugins"), ignored).string();
  const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored);
  options.installed_plugins =
      (self.parent_path().parent_path() / "lib" / "stepgate" / "plugins").string();
  options.user = user_name();
  return options;
}

int exit_of(const check::Report& report, bool strict) {
  const std::string_view verdict = report.verdict(strict);
  if (verdict == "error") return InterruptGuard::interrupted() ? kInterrupted : kUsage;
  return verdict == "pass" ? kOk : kRefused;
}

int check_service(Session& session) {
  const auto& console = session.console();
  const auto format = session.value("output");
  const bool text = format.empty() || format == "text";
  const auto options = options_of(session);
  const InterruptGuard guard;
  check::Hooks hooks;
  auto& steps = text ? console.out() : console.err();
  if (!console.quiet())
    hooks.say = [&](const std::string& line) {
      steps << "  " << printable(line) << '\n' << std::flush;
    };
  if (session.has("trace"))
    hooks.trace = [&](const std::string& block) { console.err() << block << '\n' << std::flush; };
  hooks.interrupted = [] { return InterruptGuard::interrupted(); };
  const auto give = [&](const check::Report& report) {
    if (format == "json") {
      console.out() << report.json(options.strict).dump() << '\n' << std::flush;
    } else if (format == "junit") {
      console.out() << junit_text(report, options.strict) << std::flush;
    } else {
      print_report(console, report, options.strict);
    }
    return exit_of(report, options.strict);
  };
  try {
    return give(check::run_check(options, hooks));
  } catch (const Error& error) {
    // Wrong with the command line or this machine: no verdict on the service.
    if (text)
      throw Failure(kUsage, error.code(), error.subject(), error.fact(), error.remedy(),
                    error.cause());
    check::Report report(options.url);
    report.error({error.code(), error.subject(), error.fact(), error.remedy()});
    report.no_verdict();
    return give(report);
  }
}

}  // namespace

std::vector<Verb> check_verbs() {
  std::vector<Flag> flags = {
      {"api-key", "VALUE", "the API key; better @FILE"},
      {"username", "NAME", "the user name"},
      {"password", "VALUE", "the password; better @FILE"},
      {"realm", "TEXT", "the realm, where the service wants one"},
      {"client-id", "ID", "the client id"},
      {"client-secret", "VALUE", "the client secret; better @FILE"},
      {"scope", "SCOPES", "the scopes to ask for, separated by spaces"},
      {"input", "NAME=VALUE", "any other input that the service asks for", true},
      {"no-credentials", "", "the service asks for none, and that is meant"},
      {"set", "NAME=VALUE", "a parameter of the step", true},
      {"global", "NAME=VALUE", "a global option", true},
      {"header", "NAME=VALUE", "a header parameter", true},
      {"people",
       "FILE",
       "people of a CSV or JSON file, in place of the built-in ones",
       false,
       {},
       true},
      {"outgoing", "FIELD", "our field to send, where the user maps", true},
      {"incoming", "FIELD", "our field to be written, where the user maps", true},
      {"no-submit", "", "stop before anything acts for real"},
      {"load", "", "send a chunk of 1000 people as well"},
      {"deadline", "SECONDS", "how long to wait for a callback; 60 unless told"},
      {"listen", "HOST:PORT", "where callbacks are taken; 127.0.0.1:0 unless told"},
      {"public-url", "URL", "how the service reaches that"},
      {"tls", "", "take callbacks over https, with a CA made for this check"},
      {"plugins", "DIR", "load plugins from there", false, {}, true},
      {"strict", "", "a warning makes the verdict fail"},
      {"trace", "", "show all that goes over the wire on stderr, secrets masked"},
      {"output", "FORMAT", "text unless told", false, {"text", "json", "junit"}}};
  const auto access = access_flags();
  flags.insert(
      std::find_if(flags.begin(), flags.end(), [](const Flag& flag) { return flag.name == "set"; }),
      access.begin(), access.end());
  return {
      {"", "check", "URL", "try a service as a host would, without a daemon", flags, check_service,
       "Reads the document at URL and the definition, tries credentials, status, picklists, "
       "icons and guide,\nthen sends a chunk of people, waits for the callback and judges it. "
       "A submit acts for real:\n--no-submit stops before it. Exit status: 0 works, 1 does not, "
       "2 usage, or no HTTP answer came for\nthe document.\n\n" +
           secret_forms(),
       true}};
}

}  // namespace stepgate::cli
