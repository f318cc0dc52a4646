#include "cli/completion.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/options.hpp"

namespace stepgate::cli {
namespace {

std::string first_words() {
  auto words = groups();
  for (const auto* verb : verbs_of("")) words.push_back(verb->name);
  words.emplace_back("help");
  return join(words, " ");
}

std::string names_of(const std::string& group) {
  std::vector<std::string> words;
  for (const auto* verb : verbs_of(group)) words.push_back(verb->name);
  return join(words, " ");
}

std::string flags_of(const std::vector<Flag>& flags) {
  std::vector<std::string> words;
  for (const auto& flag : flags) words.push_back("--" + flag.name);
  return join(words, " ");
}

/// "--a|--b" of the flags that are `chosen`, for a case; empty when there are none.
template <class Chosen>
std::string pattern(Chosen chosen) {
  std::vector<std::string> words;
  const auto add = [&](const Flag& flag) {
    const auto word = "--" + flag.name;
    if (chosen(flag) && std::find(words.begin(), words.end(), word) == words.end())
      words.push_back(word);
  };
  for (const auto& flag : global_flags()) add(flag);
  for (const auto& verb : verbs())
    for (const auto& flag : verb.flags) add(flag);
  return join(words, "|");
}

std::string choices_cases() {
  std::string out;
  const auto add = [&](const Flag& flag, const std::string& verb) {
    if (!flag.choices.empty())
      out += "    \"" + verb + "--" + flag.name + "\") COMPREPLY=($(compgen -W \"" +
             join(flag.choices, " ") + "\" -- \"$word\")); return;;\n";
  };
  for (const auto& verb : verbs())
    for (const auto& flag : verb.flags) add(flag, verb.path() + " ");
  for (const auto& flag : global_flags())
    if (!flag.choices.empty())
      out += "    *\" --" + flag.name + "\") COMPREPLY=($(compgen -W \"" + join(flag.choices, " ") +
             "\" -- \"$word\")); return;;\n";
  return out;
}

std::string bash() {
  std::string out =
      "_stepgate() {\n"
      "  local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
      "  local group= verb= skip= one i\n"
      "  COMPREPLY=()\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    one=\"${COMP_WORDS[i]}\"\n"
      "    if [[ -n $skip ]]; then skip=; continue; fi\n"
      "    case \"$one\" in\n      " +
      pattern([](const Flag& flag) { return !flag.argument.empty(); }) +
      ") skip=1;;\n"
      "      -*) ;;\n"
      "      help) [[ -z $group ]] || verb=\"${verb:-$one}\";;\n"
      "      *) if [[ -z $group ]]; then group=\"$one\"; elif [[ -z $verb ]]; then verb=\"$one\"; "
      "fi;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$group${verb:+ $verb} $before\" in\n" +
      choices_cases() + "  esac\n  case \"$before\" in\n    " +
      pattern([](const Flag& flag) { return flag.file; }) +
      ") COMPREPLY=($(compgen -f -- \"$word\")); return;;\n  esac\n"
      "  local words=\n  case \"$group\" in\n    \"\") words=\"" +
      first_words() + "\";;\n";
  for (const auto& group : groups())
    out += "    " + group + ") [[ -n $verb ]] || words=\"" + names_of(group) + "\";;\n";
  out += "  esac\n  if [[ $word == -* ]]; then\n    words=\"" + flags_of(global_flags()) +
         "\"\n    case \"$group${verb:+ $verb}\" in\n";
  for (const auto& verb : verbs())
    if (!verb.flags.empty())
      out += "      \"" + verb.path() + "\") words+=\" " + flags_of(verb.flags) + "\";;\n";
  return out +
         "    esac\n  fi\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
         "  [[ ${#COMPREPLY[@]} -gt 0 || $word == -* ]] || COMPREPLY=($(compgen -f -- "
         "\"$word\"))\n}\n"
         "complete -F _stepgate stepgate\n";
}

std::string escaped(const std::string& text) { return replace_all(text, "'", "\\'"); }

std::string fish() {
  std::string out = "complete -c stepgate -f\n";
  const auto flag_line = [&](const Flag& flag, const std::string& condition) {
    out += "complete -c stepgate" + condition + " -l " + flag.name + " -d '" + escaped(flag.help) +
           "'";
    if (!flag.choices.empty())
      out += " -x -a '" + join(flag.choices, " ") + "'";
    else if (flag.file)
      out += " -r -F";
    else if (!flag.argument.empty())
      out += " -x";
    out += '\n';
  };
  for (const auto& group : groups())
    out += "complete -c stepgate -n __fish_use_subcommand -a " + group + "\n";
  for (const auto& verb : verbs()) {
    const auto condition = verb.group.empty() ? std::string(" -n __fish_use_subcommand")
                                              : " -n '__fish_seen_subcommand_from " + verb.group +
                                                    "; and not __fish_seen_subcommand_from " +
                                                    names_of(verb.group) + "'";
    out += "complete -c stepgate" + condition + " -a " + verb.name + " -d '" + escaped(verb.help) +
           "'\n";
    const auto seen =
        " -n '" +
        (verb.group.empty() ? std::string()
                            : "__fish_seen_subcommand_from " + verb.group + "; and ") +
        "__fish_seen_subcommand_from " + verb.name + "'";
    for (const auto& flag : verb.flags) flag_line(flag, seen);
  }
  for (const auto& flag : global_flags()) flag_line(flag, "");
  return out;
}

}  // namespace

std::string completion_script(const std::string& shell) {
  if (shell == "fish") return fish();
  if (shell == "zsh")
    return "#compdef stepgate\nautoload -U +X bashcompinit && bashcompinit\n" + bash();
  return bash();
}

}  // namespace stepgate::cli
