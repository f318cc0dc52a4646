#include "cli/parse.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/failure.hpp"

namespace stepgate::cli {
namespace {

std::string quoted(std::string_view word) { return "'" + std::string(word) + "'"; }

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates,
                         const std::string& otherwise) {
  const auto near = nearest(word, candidates);
  return near.empty() ? otherwise : "Did you mean " + near + "? " + otherwise;
}

/// Goes through the words once. Global flags are known from the start, those of the verb from the
/// verb on.
class Reader {
 public:
  explicit Reader(const std::vector<std::string>& words) : words_(words) {}

  Parsed read() {
    for (at_ = 0; at_ < words_.size(); ++at_) {
      const auto& word = words_[at_];
      if (!flags_over_ && word == "--") {
        flags_over_ = true;
      } else if (!flags_over_ && word.size() > 1 && word.front() == '-') {
        flag(word);
      } else {
        place(word);
      }
    }
    finish();
    return std::move(parsed_);
  }

 private:
  void flag(const std::string& word) {
    if (word == "-h") return set_help();
    if (word == "-q") return add("quiet", "");
    if (word == "-o") return flag("--output");
    if (!word.starts_with("--"))
      throw Failure::usage(quoted(word), "is no flag", "Flags have two dashes.");
    const auto equals = word.find('=');
    const auto name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    const auto value = equals == std::string::npos ? std::string() : word.substr(equals + 1);
    if (name == "help") return set_help();
    if (name == "version") {
      parsed_.version = true;
      return;
    }
    // A verb may widen a global flag: `run results --output csv`.
    const Flag* declared = parsed_.verb ? find_flag(parsed_.verb->flags, name) : nullptr;
    if (!declared) declared = find_flag(global_flags(), name);
    if (!declared) unknown_flag(name);
    if (declared->argument.empty()) {
      if (equals != std::string::npos)
        throw Failure::usage("--" + name, "takes no value", "Leave out " + quoted(value) + ".");
      return add(name, "");
    }
    take_value(*declared, "--" + name, equals == std::string::npos ? nullptr : &value);
  }

  void take_value(const Flag& declared, const std::string& shown, const std::string* given) {
    if (!given && at_ + 1 >= words_.size())
      throw Failure::usage(shown, "wants a value", shown + " " + declared.argument);
    const auto& value = given ? *given : words_[++at_];
    if (!declared.choices.empty() && std::find(declared.choices.begin(), declared.choices.end(),
                                               value) == declared.choices.end())
      throw Failure::usage(shown, quoted(value) + " is none of " + join(declared.choices, ", "),
                           did_you_mean(value, declared.choices, "Give one of these."));
    if (parsed_.has(declared.name) && !declared.repeatable)
      throw Failure::usage(shown, "is given twice", "Give it once.");
    add(declared.name, value);
  }

  void add(const std::string& name, const std::string& value) {
    parsed_.flags[name].push_back(value);
  }
  void set_help() { parsed_.help = true; }

  [[noreturn]] void unknown_flag(const std::string& name) const {
    std::vector<std::string> known;
    for (const auto& one : global_flags()) known.push_back("--" + one.name);
    if (parsed_.verb)
      for (const auto& one : parsed_.verb->flags) known.push_back("--" + one.name);
    const auto help = parsed_.verb ? "stepgate help " + parsed_.verb->path() : "stepgate help";
    throw Failure::usage(
        "--" + name, parsed_.verb ? "is no flag of " + parsed_.verb->path() : "is no global flag",
        did_you_mean("--" + name, known,
                     parsed_.verb ? "`" + help + "` lists them."
                                  : "Flags of a verb stand after it; `" + help + "` lists all."));
  }

  void place(const std::string& word) {
    if (parsed_.verb) {
      parsed_.arguments.push_back(word);
    } else if (group_.empty()) {
      first_word(word);
    } else {
      resolve(group_, word);
    }
  }

  void first_word(const std::string& word) {
    if (word == "help" && !asked_help_) {
      asked_help_ = true;
      set_help();
      return;
    }
    const auto all = groups();
    if (std::find(all.begin(), all.end(), word) != all.end())
      group_ = word;
    else
      resolve("", word);
  }

  void resolve(const std::string& group, const std::string& word) {
    parsed_.verb = find_verb(group, word);
    if (parsed_.verb) return;
    std::vector<std::string> known;
    if (group.empty()) known = groups();
    for (const auto* verb : verbs_of(group)) known.push_back(verb->name);
    const auto help = group.empty() ? std::string("stepgate help") : "stepgate help " + group;
    throw Failure::usage(quoted(group.empty() ? word : group + " " + word), "is no verb",
                         did_you_mean(word, known, "`" + help + "` lists them."));
  }

  void finish() {
    if (parsed_.help) {
      parsed_.help_group = group_;
      return;
    }
    if (parsed_.version) return;
    if (!parsed_.verb) {
      parsed_.help_group = group_;
      return;
    }
    const auto& verb = *parsed_.verb;
    const auto usage = "stepgate " + verb.path() + " " + verb.arguments;
    if (parsed_.arguments.size() < verb.least_arguments())
      throw Failure::usage(verb.path(),
                           "wants " + split(verb.arguments, ' ')[parsed_.arguments.size()],
                           usage + "; more: stepgate help " + verb.path());
    if (parsed_.arguments.size() > verb.most_arguments())
      throw Failure::usage(quoted(parsed_.arguments[verb.most_arguments()]),
                           "is one word too many for " + verb.path(),
                           "Quote names with spaces; the form is: " + usage);
  }

  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  bool flags_over_ = false;
  bool asked_help_ = false;
  std::string group_;
  Parsed parsed_;
};

}  // namespace

std::string Parsed::value(const std::string& flag) const {
  const auto& all = values(flag);
  return all.empty() ? std::string() : all.back();
}

const std::vector<std::string>& Parsed::values(const std::string& flag) const {
  static const std::vector<std::string> kNone;
  const auto found = flags.find(flag);
  return found == flags.end() ? kNone : found->second;
}

Parsed parse(const std::vector<std::string>& words) { return Reader(words).read(); }

}  // namespace stepgate::cli
