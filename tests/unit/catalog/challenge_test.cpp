#include "catalog/challenge.hpp"

#include <gtest/gtest.h>

namespace stepgate::catalog::testing {
namespace {

std::string realm(std::string_view challenge) { return realm_of(challenge).value_or("(none)"); }

TEST(Challenge, NamesTheRealmOfBasic) {
  EXPECT_EQ(realm(R"(Basic realm="Country Codes", charset="UTF-8")"), "Country Codes");
  EXPECT_EQ(realm("basic charset=utf-8 , REALM = token"), "token");
  EXPECT_EQ(realm(R"(Basic realm="say \"hi\"")"), R"(say "hi")");
  EXPECT_EQ(realm(R"(Basic realm="")"), "");
}

TEST(Challenge, LeavesTheRealmOfOthersAlone) {
  EXPECT_EQ(realm(R"(Bearer realm="tokens")"), "(none)");
  EXPECT_EQ(realm(R"(Digest realm="a", nonce="b", Basic realm="c")"), "c");
  EXPECT_EQ(realm(R"(Basic realm="c", Bearer realm="d")"), "c");
}

TEST(Challenge, LivesWithWhatIsNone) {
  for (const char* odd :
       {"", "Basic", "Basic realm", "Basic realm=", "=\"", "Basic =x, \"\\", ",,,"})
    EXPECT_TRUE(realm(odd) == "(none)" || realm(odd).empty()) << odd;
  EXPECT_EQ(realm("Basic realm=\"open"), "open");
}

}  // namespace
}  // namespace stepgate::catalog::testing
