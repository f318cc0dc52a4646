// docs/cli.md tells every verb, every exit code, and nothing that is not there.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/parse.hpp"

namespace stepgate::cli {
namespace {

std::string handbook() {
  std::ifstream file(STEPGATE_SOURCE_DIR "/docs/cli.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Words of an example as a shell splits them; quotes are simple in the handbook.
std::vector<std::string> shell_words(const std::string& line) {
  std::vector<std::string> words;
  const std::regex word(R"re("([^"]*)"|'([^']*)'|(\S+))re");
  for (std::sregex_iterator at(line.begin(), line.end(), word), end; at != end; ++at) {
    const auto& match = *at;
    if (match.str() == ">") break;
    words.push_back(match[1].matched ? match[1] : match[2].matched ? match[2] : match[3]);
  }
  return words;
}

TEST(Handbook, TellsEveryVerbAndNoOther) {
  std::set<std::string> told, declared;
  const auto text = handbook();
  const std::regex row(R"(\n\| `([a-z ]+)` \| )");
  for (std::sregex_iterator at(text.begin(), text.end(), row), end; at != end; ++at)
    told.insert((*at)[1]);
  for (const auto& verb : verbs()) declared.insert(verb.path());
  EXPECT_EQ(told, declared);
}

TEST(Handbook, ItsExamplesAreUnderstood) {
  const auto text = handbook();
  const std::regex example(R"re(`stepgate ((?!\.)[^`]+)`)re");
  int n = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), example), end; at != end; ++at, ++n) {
    const auto line = (*at)[1].str();
    EXPECT_NO_THROW(parse(shell_words(line))) << line;
  }
  EXPECT_GT(n, 35);
}

TEST(Handbook, TellsTheExitCodes) {
  const auto text = handbook();
  for (const int code :
       {kOk, kRefused, kUsage, kNotFound, kUnauthorized, kUnreachable, kWorkFailed, kInterrupted})
    EXPECT_NE(text.find("\n| " + std::to_string(code) + " | "), std::string::npos) << code;
}

TEST(Declarations, AreComplete) {
  for (const auto& verb : verbs()) {
    EXPECT_TRUE(verb.run) << verb.path();
    EXPECT_FALSE(verb.help.empty()) << verb.path();
    std::set<std::string> names;
    for (const auto& flag : verb.flags) {
      EXPECT_TRUE(names.insert(flag.name).second) << verb.path() << " --" << flag.name;
      EXPECT_FALSE(flag.help.empty()) << verb.path() << " --" << flag.name;
    }
  }
}

}  // namespace
}  // namespace stepgate::cli
