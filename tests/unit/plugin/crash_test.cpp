// A plugin that takes the process down is tried once; the next start goes on without it.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plugin_room.hpp"

namespace stepgate::plugin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Crash : public PluginRoom {
 protected:
  /// Scans in a child; whether a signal ended it.
  bool scan_dies() const {
    const pid_t child = ::fork();
    if (child == 0) {
      host();
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }
};

TEST_F(Crash, IsNoRestartLoop) {
  put("good", "zzz-good");
  const fs::path file = put("crashes_in_init");
  ASSERT_TRUE(scan_dies());
  ASSERT_FALSE(scan_dies()) << "the same file took the process down twice";

  auto host = this->host();
  const RefusedPlugin refused = refusal_of(*host, file);
  EXPECT_EQ(refused.code, Refusal::crashed_while_loading);
  EXPECT_THAT(refused.remedy, HasSubstr("rm " + copies().string()));
  EXPECT_THAT(loaded_ids(*host), ElementsAre("fixture-good"));
}

TEST_F(Crash, TheRemedyHasItTriedAgain) {
  put("crashes_in_init");
  ASSERT_TRUE(scan_dies());
  const std::string remedy = refusal_of(*host(), drop() / "crashes_in_init.so").remedy;
  fs::remove(remedy.substr(remedy.find("rm ") + 3));
  EXPECT_TRUE(scan_dies());
}

TEST_F(Crash, AFileThatMerelyFailedIsTriedAgain) {
  const fs::path file = put("fails_in_init");
  EXPECT_EQ(code_of(*host(), file), "INIT_FAILED");
  EXPECT_EQ(code_of(*host(), file), "INIT_FAILED");
}

}  // namespace
}  // namespace stepgate::plugin
