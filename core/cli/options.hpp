// What the command line can do, declared: parsing, help, completion and the handbook's check all
// read these declarations.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stepgate::cli {

class Session;

struct Flag {
  std::string name;      ///< "api-key", without dashes
  std::string argument;  ///< "KEY"; empty: a switch
  std::string help;
  bool repeatable = false;
  std::vector<std::string> choices = {};  ///< empty: anything
  bool file = false;                      ///< its argument is a file (for completion)
};

struct Verb {
  std::string group;      ///< "service"; empty for verbs of one word
  std::string name;       ///< "install"
  std::string arguments;  ///< "URL", "NAME [FILE]": capitals are places, brackets optional ones
  std::string help;       ///< one line
  std::vector<Flag> flags;
  std::function<int(Session&)> run;
  std::string more = {};  ///< for the verb's own help: what the line cannot say
  bool offline = false;   ///< needs no connection

  std::string path() const { return group.empty() ? name : group + " " + name; }
  std::size_t least_arguments() const;
  std::size_t most_arguments() const;
};

/// Of every verb.
const std::vector<Flag>& global_flags();
/// All verbs in the order of the help.
const std::vector<Verb>& verbs();
/// nullptr when there is none.
const Verb* find_verb(std::string_view group, std::string_view name);
std::vector<std::string> groups();
std::vector<const Verb*> verbs_of(std::string_view group);
const Flag* find_flag(const std::vector<Flag>& flags, std::string_view name);

}  // namespace stepgate::cli
