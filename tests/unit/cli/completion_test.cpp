// Completion scripts, run by a real bash.
#include "cli/completion.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "cli/options.hpp"
#include "scripted_host.hpp"

namespace stepgate::cli {
namespace {

/// What bash offers for the last of `words`.
std::string offered(const Folder& folder, const std::string& words, int current) {
  const auto script = folder.write("try.sh", completion_script("bash") + "COMP_WORDS=(" + words +
                                                 ")\nCOMP_CWORD=" + std::to_string(current) +
                                                 "\n_stepgate\necho \"${COMPREPLY[*]}\"\n");
  std::string out;
  auto* pipe = ::popen(("bash " + script + " 2>&1").c_str(), "r");
  std::array<char, 4096> piece{};
  while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) out += piece.data();
  EXPECT_EQ(::pclose(pipe), 0);
  return out;
}

TEST(Completion, BashOffersVerbsFlagsAndChoices) {
  const Folder folder;
  EXPECT_EQ(offered(folder, "stepgate ser", 1), "service\n");
  EXPECT_EQ(offered(folder, "stepgate --url http://x service ins", 4), "install\n");
  EXPECT_EQ(offered(folder, "stepgate service install --api", 3), "--api-key\n");
  EXPECT_EQ(offered(folder, "stepgate status --output j", 3), "json\n");
  EXPECT_EQ(offered(folder, "stepgate run results --output c", 4), "csv\n");
}

TEST(Completion, EveryShellKnowsEveryVerb) {
  for (const auto* shell : {"bash", "zsh", "fish"}) {
    const auto script = completion_script(shell);
    for (const auto& verb : verbs())
      EXPECT_NE(script.find(verb.name), std::string::npos) << shell << " " << verb.path();
  }
  EXPECT_TRUE(completion_script("zsh").starts_with("#compdef stepgate\n"));
}

}  // namespace
}  // namespace stepgate::cli
