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

TEST(Masker, TakesOutWhatEachWriterOfJsonEscapes) {
  Masker masker;
  masker.add("a/b+\xC3\xA4\"&\xF0\x9F\x98\x80'\\z");
  const char* spellings[] = {
      R"(a/b+\u00e4\"&\ud83d\ude00'\\z)",                     // ASCII alone
      R"(a\/b+\u00e4\"&\ud83d\ude00'\\z)",                    // and slashes
      R"(a/b\u002B\u00E4\u0022\u0026\uD83D\uDE00\u0027\\z)",  // fit for HTML
      "a/b+\xC3\xA4\\\"\\u0026\xF0\x9F\x98\x80'\\\\z",        // some of it
      R"(\u0061\u002f\u0062\u002b\u00e4\u0022\u0026\ud83d\ude00\u0027\u005c\u007a)"};
  for (const std::string spelling : spellings) {
    EXPECT_EQ(masker.mask("{\"k\":\"" + spelling + "\"}"), "{\"k\":\"***\"}") << spelling;
    for (std::size_t cut = 6; cut < 7 + spelling.size(); ++cut)
      EXPECT_EQ(masker.mask_cut("{\"k\":\"" + spelling + "\"}", cut).find("a/b"),
                std::string::npos);
  }
  for (const char* other : {R"(a/b+\u00e5)", R"(a/b\u002)", R"(\ud83d)", R"(a\x/b)", "a\\"})
    EXPECT_EQ(masker.mask(other), other);
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

TEST(Masker, ACutOfALargeBodyShowsNoPartOfASecret) {
  constexpr std::string_view kEscaped =
      R"(\u0074\u0068e-\u0073ecret)";  // shorter once it is masked
  Masker masker;
  masker.add("the-secret");
  for (std::size_t before = 0; before < 60; ++before) {
    std::string text(before, '.');
    while (text.size() < 100'000) text += std::string(kEscaped) + "the-secret,";
    for (const std::size_t cut : {20u, 100u, 1000u}) {
      const auto shown = masker.mask_cut(text, cut);
      EXPECT_EQ(shown.find("secr"), std::string::npos) << shown;
      EXPECT_EQ(shown.find("the"), std::string::npos) << shown;
      EXPECT_EQ(shown.find("\\u00"), std::string::npos) << shown;
      EXPECT_LT(shown.size(), cut + 40);
    }
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
