// What is shown of an exchange holds no secret, in whatever spelling it went over the wire.
#include "catalog/masker.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "base/text.hpp"

namespace stepgate::catalog::testing {
namespace {

TEST(Masker, TakesOutEverySpelling) {
  const std::string secret = "p\"a ss/w\xC3\xB6rd+&=?\\\n";
  Masker masker;
  masker.add(secret);
  const std::string spellings[] = {secret,
                                   percent_encode(secret),
                                   replace_all(percent_encode(secret), "%20", "+"),
                                   Json(secret).dump(),
                                   base64(secret),
                                   base64url(secret)};
  for (const auto& spelling : spellings)
    EXPECT_EQ(replace_all(masker.mask("<" + spelling + ">"), "\"", ""), "<***>") << spelling;
}

TEST(Masker, WhatIsAddedLaterIsTakenOutToo) {
  Masker masker;
  masker.add("first-secret");
  EXPECT_EQ(masker.mask("first-secret second-secret"), "*** second-secret");
  masker.add("second-secret");
  EXPECT_EQ(masker.mask("first-secret second-secret"), "*** ***");
}

TEST(Masker, OfSecretsThatHoldEachOtherNothingIsLeft) {
  Masker masker;
  masker.add("token");
  masker.add("Bearer token-and-more");
  EXPECT_EQ(masker.mask("Authorization: Bearer token-and-more"), "Authorization: ***");
}

TEST(Masker, ShortOnesWouldBlankOutOrdinaryText) {
  Masker masker;
  masker.add("");
  masker.add("abc");
  EXPECT_EQ(masker.mask("abc and more"), "abc and more");
}

TEST(Masker, ACutNeverLeavesTheFirstHalfOfASecret) {
  const std::string secret = "0123456789abcdefghij";
  Masker masker;
  masker.add(secret);
  for (std::size_t before = 60; before <= 120; ++before) {
    const auto text = std::string(before, '.') + secret + "{}" + secret;
    const auto shown = masker.mask_cut(text, 100);
    EXPECT_EQ(shown.find("0123"), std::string::npos) << before << ' ' << shown;
  }
}

TEST(Masker, ACutTellsWhatIsMissingAndEndsAtACharacter) {
  Masker masker;
  EXPECT_EQ(masker.mask_cut("abc", 3), "abc");
  EXPECT_EQ(masker.mask_cut("abcd", 3), "abc\n... (1 more bytes)");
  EXPECT_EQ(masker.mask_cut("ab\xC3\xB6", 3), "ab\n... (2 more bytes)");
  EXPECT_TRUE(is_valid_utf8(masker.mask_cut("ab\xFF\xFE", 10)));
}

}  // namespace
}  // namespace stepgate::catalog::testing
