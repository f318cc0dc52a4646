#include <gmock/gmock.h>

#include <map>
#include <string>

#include "countries/fold.hpp"
#include "countries/matcher.hpp"

namespace countries {
namespace {

const Matcher& matcher() {
  static const Matcher matcher;
  return matcher;
}

std::string found(std::string_view name, std::string_view hint = {}) {
  const auto match = matcher().find(name, hint);
  if (!match) return "-";
  return std::string(match.country->alpha2) + " " + std::string(to_text(match.by)) + " " +
         std::to_string(match.confidence);
}

std::string key(std::string_view name) { return std::string(FoldedName(name).key()); }

TEST(CountryTable, HoldsEachCodeOfIso3166Once) {
  std::map<std::string_view, int> codes;
  for (const Country& country : all_countries()) {
    EXPECT_EQ(country.alpha2.size(), 2u);
    EXPECT_EQ(country.alpha3.size(), 3u);
    EXPECT_EQ(country.numeric.size(), 3u);
    EXPECT_FALSE(country.continent.empty()) << country.name;
    for (const auto code : {country.alpha2, country.alpha3, country.numeric}) ++codes[code];
  }
  EXPECT_EQ(all_countries().size(), 249u);
  EXPECT_EQ(codes.size(), 3 * 249u);
}

TEST(CountryTable, EveryNameFindsItsOwnCountry) {
  std::map<std::string, std::string_view> shared;
  for (const SharedName& name : shared_names()) shared[key(name.name)] = name.codes;
  for (const Country& country : all_countries()) {
    for (const auto names : {country.official, country.aliases}) {
      for_each_name(names, '|', [&](std::string_view name) {
        const auto match = matcher().find(name);
        ASSERT_TRUE(match) << name;
        const auto several = shared.find(key(name));
        if (several == shared.end()) {
          EXPECT_EQ(match.country->alpha2, country.alpha2) << name;
        } else {
          EXPECT_NE(several->second.find(country.alpha2), std::string_view::npos) << name;
        }
      });
    }
  }
}

TEST(FoldedName, DropsWhatPeopleVary) {
  EXPECT_EQ(key("Côte d’Ivoire"), key("COTE D'IVOIRE"));
  EXPECT_EQ(key("The  Netherlands"), "netherlands");
  EXPECT_EQ(key("Netherlands (the)"), "netherlands");
  EXPECT_EQ(key("Bosnia & Herzegovina"), key("Bosnia and Herzegovina"));
  EXPECT_EQ(key("St. Lucia"), key("Saint Lucia"));
  EXPECT_EQ(key("Cu\u0301racao"), "curacao");  // a combining accent
  EXPECT_EQ(key("Straße"), "strasse");
  EXPECT_EQ(key("Việt Nam"), "vietnam");
  EXPECT_EQ(key("РОССИЯ"), key("Россия"));
  EXPECT_EQ(key("ΕΛΛΆΔΑ"), key("Ελλάδα"));
}

TEST(FoldedName, TakesBytesThatAreNoUtf8AsLatin1) {
  EXPECT_EQ(key("Espa\xF1"
                "a"),
            "espana");
  EXPECT_EQ(key("\xE2\x82"), "a");  // cut in the middle: a circumflex and a control character
}

TEST(FoldedName, GivesUpOnWhatIsNoName) {
  EXPECT_EQ(key(""), "");
  EXPECT_EQ(key(" .,-! "), "");
  EXPECT_EQ(key("the of and"), "");
  EXPECT_EQ(key(std::string(5000, 'x')), "");
}

TEST(Matcher, SaysHowItFound) {
  EXPECT_EQ(found("Germany"), "DE exact 100");
  EXPECT_EQ(found("  Germany\t"), "DE exact 100");
  EXPECT_EQ(found("GERMANY"), "DE normalised 95");
  EXPECT_EQ(found("Deutschland"), "DE alias 90");
  EXPECT_EQ(found("U.S.A."), "US alias 90");
  EXPECT_EQ(found("Holland"), "NL alias 90");
  EXPECT_EQ(found("Korea, Republic of"), "KR exact 100");
  EXPECT_EQ(found("Republic of Korea"), "KR alias 90");
  EXPECT_EQ(found("日本"), "JP alias 90");
}

TEST(Matcher, TakesCodesInEveryForm) {
  EXPECT_EQ(found("de"), "DE code 100");
  EXPECT_EQ(found("DEU"), "DE code 100");
  EXPECT_EQ(found("276"), "DE code 100");
  EXPECT_EQ(found("4"), "AF code 100");
  EXPECT_EQ(found("UK"), "GB alias 90");
  EXPECT_EQ(found("NA"), "NA code 100");
}

TEST(Matcher, DoesNotTakeNoAnswerForNamibia) {
  EXPECT_EQ(found("n/a"), "-");
  EXPECT_EQ(found("N/A"), "-");
  EXPECT_EQ(found("na"), "-");
}

TEST(Matcher, FindsNothingForWhatIsNoCountry) {
  for (const auto* name : {"", "   ", "Atlantis", "XX", "000", "999", "12345", "-", "\x01\x02"}) {
    EXPECT_EQ(found(name), "-") << name;
  }
}

TEST(Matcher, LetsTheHintDecideBetweenCountriesOfTheSameName) {
  EXPECT_EQ(found("Congo"), "CG exact 60");
  EXPECT_EQ(found("Congo", "CD"), "CD exact 85");
  EXPECT_EQ(found("Georgia", "North America"), "US exact 85");
  EXPECT_EQ(found("Georgia", "Asia"), "GE exact 85");
  EXPECT_EQ(found("korea", "KP"), "KP alias 85");
  EXPECT_EQ(found("Germany", "Asia"), "DE exact 100");
}

}  // namespace
}  // namespace countries
