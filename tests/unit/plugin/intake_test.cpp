// What a file must be before a byte of it is believed. Permission cases run as another user when
// the test runs as root.
#include "plugin/intake.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "plugin/durable.hpp"
#include "plugin_room.hpp"

namespace stepgate::plugin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr uid_t kNobody = 65534;

class Intake : public PluginRoom {};

TEST_F(Intake, AFifoIsNotOpened) {
  const fs::path file = drop() / "a.so";
  ASSERT_EQ(::mkfifo(file.c_str(), 0644), 0);
  EXPECT_EQ(code_of(*host(), file), "NOT_REGULAR");
}

TEST_F(Intake, ADirectoryAndASocketAreNoFiles) {
  fs::create_directory(drop() / "a.so");
  const fs::path socket_file = drop() / "b.so";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  ASSERT_LT(socket_file.string().size(), sizeof address.sun_path);
  socket_file.string().copy(address.sun_path, sizeof address.sun_path - 1);
  const Fd socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const auto host = this->host();
  EXPECT_EQ(code_of(*host, drop() / "a.so"), "NOT_REGULAR");
  EXPECT_EQ(code_of(*host, socket_file), "NOT_REGULAR");
}

TEST_F(Intake, ASymbolicLinkIsNotFollowed) {
  const fs::path file = drop() / "a.so";
  fs::create_symlink(fixture("good"), file);
  const auto host = this->host();
  EXPECT_EQ(code_of(*host, file), "IS_SYMLINK");
  EXPECT_THAT(host->list().loaded, IsEmpty());
}

TEST_F(Intake, ALinkThatTookTheFilesPlaceIsSeenWhenItIsOpened) {
  const fs::path file = put("good");
  const FileIdentity seen = look(file);
  fs::remove(file);
  fs::create_symlink(fixture("good"), file);
  try {
    take_in(file, seen, {{::geteuid()}, 1u << 20});
    ADD_FAILURE() << "was taken in";
  } catch (const Refuse& refuse) {
    EXPECT_EQ(refuse.code, Refusal::is_symlink);
  }
}

TEST_F(Intake, WorldWritableFilesAreRefused) {
  const fs::path file = put("good");
  fs::permissions(file, fs::perms(0646));
  const auto host = this->host();
  const RefusedPlugin refused = refusal_of(*host, file);
  EXPECT_EQ(refused.code, Refusal::world_writable);
  EXPECT_THAT(refused.remedy, HasSubstr("chmod o-w " + file.string()));
}

TEST_F(Intake, TheOwnerMustBeTrustedAndTheRemedyIsACommand) {
  const fs::path file = put("good");
  auto with = options();
  with.trusted_owners = {::geteuid() + 1};
  if (::geteuid() == 0) {
    ASSERT_EQ(::chown(file.c_str(), kNobody, kNobody), 0);
    with.trusted_owners = {};  // root and this user
  }
  const auto host = this->host(with);
  const RefusedPlugin refused = refusal_of(*host, file);
  EXPECT_EQ(refused.code, Refusal::untrusted_owner);
  EXPECT_THAT(refused.remedy, HasSubstr("chown "));
  EXPECT_THAT(refused.remedy, HasSubstr(" " + file.string()));
  if (::geteuid() == 0) {
    EXPECT_THAT(refused.remedy, HasSubstr("chown root "));
    EXPECT_THAT(refused.fact, HasSubstr("belongs to nobody"));
  }
}

TEST_F(Intake, ABoundOnTheSize) {
  const fs::path file = put("good");
  auto with = options();
  with.max_file_bytes = 1000;
  const auto host = this->host(with);
  EXPECT_EQ(code_of(*host, file), "TOO_LARGE");
}

/// Runs `body` as a user who is not root; its result is the exit status.
int as_other_user(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) ::_exit(99);
    ::_exit(body());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(Intake, AFileThatMayNotBeReadIsToldAsUnreadable) {
  const fs::path file = put("good");
  fs::permissions(file, fs::perms::none);
  EXPECT_EQ(as_other_user([&] {
              try {
                take_in(file, look(file), {{0, ::geteuid()}, 1u << 20});
              } catch (const Refuse& refuse) {
                return refuse.code == Refusal::unreadable ? 7 : 8;
              }
              return 9;
            }),
            7);
}

TEST_F(Intake, AFileThatGrowsWhileItIsLookedAtWaits) {
  const fs::path file = drop() / "a.so";
  const std::string whole = bytes_of(fixture("good"));
  write_bytes(file, whole.substr(0, whole.size() / 2));
  std::atomic<bool> stop{false};
  std::thread copier([&] {
    for (std::size_t at = whole.size() / 2; !stop; ++at) {
      std::ofstream(file, std::ios::binary | std::ios::app) << whole[at % whole.size()];
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  put("good_second");
  const auto host = this->host();
  stop = true;
  copier.join();
  EXPECT_EQ(code_of(*host, file), "NOT_STABLE");
  EXPECT_THAT(loaded_ids(*host), ElementsAre("fixture-second"));
  write_bytes(file, whole);
  host->rescan();
  EXPECT_THAT(loaded_ids(*host), ElementsAre("fixture-second", "fixture-good"));
}

TEST_F(Intake, AHalfCopiedFileThatStandsStillIsNeverMapped) {
  const fs::path file = drop() / "a.so";
  const std::string whole = bytes_of(fixture("good"));
  write_bytes(file, whole.substr(0, whole.size() / 2));
  const auto host = this->host();
  const RefusedPlugin refused = refusal_of(*host, file);
  EXPECT_EQ(refused.code, Refusal::not_elf);
  EXPECT_THAT(refused.fact, HasSubstr("cut off"));
  write_bytes(file, whole);
  host->rescan();
  EXPECT_THAT(loaded_ids(*host), ElementsAre("fixture-good"));
}

TEST_F(Intake, AChangeBetweenLookingAndReadingIsSeen) {
  const fs::path file = put("good");
  FileIdentity seen = look(file);
  write_bytes(file, "short");
  try {
    take_in(file, seen, {{::geteuid()}, 1u << 20});
    ADD_FAILURE() << "was taken in";
  } catch (const Refuse& refuse) {
    EXPECT_EQ(refuse.code, Refusal::not_stable);
  }
}

}  // namespace
}  // namespace stepgate::plugin
