#include "service/options.hpp"

#include "service/flags.hpp"

namespace sample {
namespace {

[[noreturn]] void refuse(const std::string& text) {
  throw std::invalid_argument(text + " (--help lists the flags)");
}

const Flag& flag_named(std::string_view name) {
  for (const Flag& flag : all_flags()) {
    if (flag.name == name) return flag;
  }
  refuse("unknown flag " + std::string(name));
}

}  // namespace

Options parse_options(std::span<const char* const> arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    const auto equals = argument.find('=');
    const Flag& flag = flag_named(argument.substr(0, equals));
    std::string_view value;
    if (flag.argument.empty()) {
      if (equals != std::string_view::npos) refuse(std::string(flag.name) + " takes no value");
    } else if (equals != std::string_view::npos) {
      value = argument.substr(equals + 1);
    } else if (++i < arguments.size()) {
      value = arguments[i];
    } else {
      refuse(std::string(flag.name) + " needs a value: " + std::string(flag.argument));
    }
    if (!flag.set(options, value)) {
      refuse(std::string(flag.name) + " does not take \"" + std::string(value) +
             "\", it wants: " + std::string(flag.argument));
    }
  }
  return options;
}

std::string help_text() {
  std::string out =
      "stepgate-sample-service: a flow step service that finds ISO country codes\n\n"
      "Usage: stepgate-sample-service [flags]\n";
  for (const Flag& flag : all_flags()) {
    if (!flag.heading.empty()) out.append("\n").append(flag.heading).append(":\n");
    std::string left = "  " + std::string(flag.name);
    if (!flag.argument.empty()) left.append(" ").append(flag.argument);
    constexpr std::size_t kColumn = 32;
    left.append(left.size() < kColumn ? kColumn - left.size() : 1, ' ');
    out.append(left).append(flag.help).append("\n");
  }
  return out;
}

}  // namespace sample
