#include "cli/program.hpp"

#include <ostream>

#include "cli/failure.hpp"
#include "cli/help.hpp"
#include "cli/parse.hpp"
#include "cli/session.hpp"
#include "cli/verbs/all.hpp"

namespace stepgate::cli {
namespace {

int show_help(const Parsed& parsed, Surroundings& surroundings) {
  const auto text = parsed.verb                 ? verb_help(*parsed.verb)
                    : parsed.help_group.empty() ? overview()
                                                : group_help(parsed.help_group);
  // Asked for, it is the result; given for want of a verb, it is an error.
  (parsed.help ? *surroundings.out : *surroundings.err) << text << std::flush;
  return parsed.help ? kOk : kUsage;
}

int run_verb(const Parsed& parsed, Surroundings& surroundings) {
  Console console(surroundings, parsed.value("output") == "json", !parsed.has("no-color"),
                  parsed.has("quiet"));
  if (parsed.verb->offline) {
    Session session(parsed, console, nullptr);
    return parsed.verb->run(session);
  }
  ApiClient api(find_connection(parsed, console));
  Session session(parsed, console, &api);
  return parsed.verb->run(session);
}

void print(const Failure& failure, Surroundings& surroundings) {
  const bool colour = surroundings.err_terminal && surroundings.env("NO_COLOR").empty();
  *surroundings.err << (colour ? "\033[31merror:\033[0m " : "error: ") << failure.line() << '\n'
                    << failure.detail_lines() << std::flush;
}

}  // namespace

int run_program(const std::vector<std::string>& words, Surroundings& surroundings) {
  try {
    const auto parsed = parse(words);
    if (parsed.version && !parsed.help) {
      *surroundings.out << "stepgate " STEPGATE_VERSION "\n" << std::flush;
      return kOk;
    }
    if (parsed.help || !parsed.verb) return show_help(parsed, surroundings);
    return run_verb(parsed, surroundings);
  } catch (const Failure& failure) {
    print(failure, surroundings);
    return failure.exit_code();
  } catch (const Error& error) {
    const auto failure = Failure::from(error);
    print(failure, surroundings);
    return failure.exit_code();
  } catch (const std::exception& error) {
    *surroundings.err << "error: " << error.what() << " [INTERNAL]\n" << std::flush;
    return kRefused;
  }
}

}  // namespace stepgate::cli
