#include "cli/help.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace stepgate::cli {
namespace {

constexpr std::size_t kColumns = 92;

/// `text` in lines beside a label.
std::string item(const std::string& label, const std::string& text, std::size_t indent) {
  std::string out = "  " + label;
  std::size_t column = out.size();
  if (column + 2 > indent) {
    out += '\n';
    column = 0;
  }
  out += std::string(indent - column, ' ');
  column = indent;
  bool first = true;
  for (const auto& word : split(text, ' ')) {
    if (!first && column + 1 + word.size() > kColumns) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    first = false;
  }
  return out + '\n';
}

std::string flag_label(const Flag& flag) {
  return "--" + flag.name + (flag.argument.empty() ? "" : " " + flag.argument) +
         (flag.repeatable ? " ..." : "");
}

std::string flags_text(const std::vector<Flag>& flags) {
  std::string out;
  for (const auto& flag : flags) {
    auto help = flag.help;
    if (!flag.choices.empty()) help += " (" + join(flag.choices, ", ") + ")";
    out += item(flag_label(flag), help, 28);
  }
  return out;
}

std::string line_of(const Verb& verb) {
  return item(verb.path() + (verb.arguments.empty() ? "" : " " + verb.arguments), verb.help, 38);
}

}  // namespace

std::string overview() {
  std::string out =
      "usage: stepgate [--url URL] [--token-file FILE] [--output table|json] VERB ...\n\n";
  for (const auto& verb : verbs()) out += line_of(verb);
  out += "\nFor every verb:\n" + flags_text(global_flags());
  out +=
      "\nExit codes: 0 done; 1 refused; 2 command line not understood; 3 not found; 4 no or wrong\n"
      "token; 5 host not reachable; 6 the run was aborted or everyone failed; 130 interrupted.\n"
      "More on a verb: stepgate help VERB, like `stepgate help service install`.\n";
  return out;
}

std::string group_help(const std::string& group) {
  std::string out = "usage: stepgate " + group + " VERB ...\n\n";
  for (const auto* verb : verbs_of(group)) out += line_of(*verb);
  return out + "\nMore: stepgate help " + group + " VERB\n";
}

std::string verb_help(const Verb& verb) {
  std::string out = "usage: stepgate " + verb.path();
  if (!verb.arguments.empty()) out += " " + verb.arguments;
  if (!verb.flags.empty()) out += " [flags]";
  auto sentence = verb.help;
  if (!sentence.empty()) sentence.front() = static_cast<char>(std::toupper(sentence.front()));
  out += "\n\n" + sentence + ".\n";
  if (!verb.more.empty()) out += "\n" + verb.more + "\n";
  if (!verb.flags.empty()) out += "\n" + flags_text(verb.flags);
  return out + "\nFor every verb:\n" + flags_text(global_flags());
}

}  // namespace stepgate::cli
