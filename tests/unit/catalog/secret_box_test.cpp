// Credentials at rest: who may read the key, and what happens to text that was tampered with.
#include "catalog/secret_box.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "store_fixture.hpp"

namespace stepgate::catalog::testing {
namespace {

using store::testing::code_of;

class Box : public ::testing::Test {
 protected:
  std::string file() const { return folder_.file("secret.key"); }
  void write(const std::string& text, mode_t mode = 0600) {
    std::ofstream(file()) << text;
    ASSERT_EQ(::chmod(file().c_str(), mode), 0);
  }
  std::string refusal() {
    return code_of([this] { SecretBox box(file()); });
  }
  store::testing::Folder folder_;
};

TEST_F(Box, TheKeyIsMadeForItsOwnerAloneAndKept) {
  std::string sealed;
  {
    const SecretBox box(file());
    sealed = box.seal("hunter2", "credential:1");
    struct stat about {};
    ASSERT_EQ(::stat(file().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
  }
  const SecretBox again(file());
  EXPECT_EQ(again.open(sealed, "credential:1"), "hunter2");
  EXPECT_EQ(sealed.find("hunter2"), std::string::npos);
}

TEST_F(Box, TheSameTextIsNeverSealedTheSame) {
  const SecretBox box(file());
  EXPECT_NE(box.seal("x", "credential:1"), box.seal("x", "credential:1"));
  EXPECT_EQ(box.open(box.seal("", "credential:1"), "credential:1"), "");
}

TEST_F(Box, AValueMovedToAnotherRowStaysShut) {
  const SecretBox box(file());
  const auto sealed = box.seal("hunter2", "credential:1");
  EXPECT_EQ(code_of([&] { box.open(sealed, "credential:2"); }), "SECRET_UNREADABLE");
}

TEST_F(Box, NoByteOfAValueCanBeChanged) {
  const SecretBox box(file());
  const auto sealed = box.seal("hunter2", "credential:1");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto other = sealed;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(code_of([&] { box.open(other, "credential:1"); }), "SECRET_UNREADABLE") << i;
  }
  for (std::size_t n = 0; n < sealed.size(); ++n)
    EXPECT_EQ(code_of([&] { box.open(sealed.substr(0, n), "credential:1"); }), "SECRET_UNREADABLE")
        << n;
}

TEST_F(Box, AnotherKeyOpensNothing) {
  const SecretBox box(file()), other(folder_.file("other.key"));
  EXPECT_EQ(code_of([&] { other.open(box.seal("x", "r"), "r"); }), "SECRET_UNREADABLE");
}

TEST_F(Box, KeysForOtherPurposesDifferAndStay) {
  const SecretBox box(file()), again(file());
  EXPECT_EQ(box.derive("callback-url"), again.derive("callback-url"));
  EXPECT_NE(box.derive("callback-url"), box.derive("tokens"));
  EXPECT_EQ(box.derive("callback-url").size(), 32U);
}

TEST_F(Box, AKeyThatOthersMayReadIsRefused) {
  const std::string key(64, 'a');
  for (const mode_t mode : {0640U, 0604U, 0620U}) {
    write(key + "\n", mode);
    EXPECT_EQ(refusal(), "KEY_FILE_EXPOSED") << mode;
  }
}

TEST_F(Box, AKeyThatIsNoneIsNeverReplaced) {
  for (const auto& text : {std::string(), std::string(62, 'a'), std::string(64, 'x'),
                           std::string(66, 'a'), std::string(10'000, 'a')}) {
    write(text);
    EXPECT_EQ(refusal(), "KEY_FILE_DAMAGED") << text.size();
    std::ifstream stream(file());
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), text);
  }
}

TEST_F(Box, OnlyAFileOfItsOwnIsTaken) {
  const auto real = folder_.file("real.key");
  const SecretBox made(real);
  ASSERT_EQ(::symlink(real.c_str(), file().c_str()), 0);
  EXPECT_EQ(refusal(), "KEY_FILE_UNREADABLE");
  ::unlink(file().c_str());
  ASSERT_EQ(::mkdir(file().c_str(), 0700), 0);
  EXPECT_EQ(refusal(), "KEY_FILE_EXPOSED");
  ::rmdir(file().c_str());
  // Nobody writes into it: the start must not wait for that.
  ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
  EXPECT_EQ(refusal(), "KEY_FILE_EXPOSED");
}

}  // namespace
}  // namespace stepgate::catalog::testing
