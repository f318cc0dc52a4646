// Who takes part. What can't be read must never mean everyone.
#include "campaign_room.hpp"

namespace stepgate::campaign::testing {
namespace {

class Audiences : public CampaignTest {
 protected:
  std::string refused(const std::string& audience) {
    auto code = refusal("A", R"(, "audience": )" + audience);
    EXPECT_TRUE(db().campaigns().list().empty()) << audience;
    return code;
  }
  /// People and unknown ids of a run of it.
  std::pair<std::int64_t, std::int64_t> run(const std::string& audience) {
    const auto started = campaigns_->run(
        create("C" + audience.substr(2, 3) + std::to_string(++n_), R"(, "audience": )" + audience));
    return {started["people"].as_int(), started["unknownIds"].as_int()};
  }
  int n_ = 0;
};

TEST_F(Audiences, WhatCantBeReadIsNotEveryone) {
  for (const auto* bad :
       {R"({"all": false})", R"({"all": "yes"})", R"({"where": 5})", R"({"where": ""})",
        R"({"where": "  "})", R"({"wheer": "country=Peru"})", R"({"ids": "1,2"})",
        R"({"ids": {"1": 2}})", R"("country=Peru")", "[1, 2]", "{}", "false"})
    EXPECT_EQ(refused(bad), "AUDIENCE_INVALID") << bad;
}

TEST_F(Audiences, IdsAreWholeNumbersAboveZero) {
  for (const auto* bad : {"[0]", "[-1]", "[1, \"2\"]", "[1.5]", "[null]", "[9223372036854775808]"})
    EXPECT_EQ(refused(R"({"ids": )" + std::string(bad) + "}"), "AUDIENCE_INVALID") << bad;
}

TEST_F(Audiences, OneWayIsEnough) {
  EXPECT_EQ(refused(R"({"all": true, "ids": [1]})"), "AUDIENCE_INVALID");
  EXPECT_EQ(refused(R"({"where": "country=Peru", "ids": [1]})"), "AUDIENCE_INVALID");
}

TEST_F(Audiences, ConditionsAreReadBeforeTheyAreKept) {
  EXPECT_EQ(refused(R"({"where": "country"})"), "WHERE_INVALID");
  EXPECT_EQ(refused(R"({"where": "contry=Peru"})"), "FIELD_UNKNOWN");
}

TEST_F(Audiences, AValueThatItsFieldCantHoldIsRefused) {
  for (const auto* bad : {"dateOfBirth=abc", "numberOfEmployees=many", "createdAt=yesterday",
                          "annualRevenue=1,5", "unsubscribed=perhaps"})
    EXPECT_EQ(refused(R"({"where": ")" + std::string(bad) + R"("})"), "VALUE_UNREADABLE") << bad;
  try {
    create("A", R"(, "audience": {"where": "dateOfBirth=abc"})");
    FAIL();
  } catch (const Error& e) {
    for (const auto* part : {"dateOfBirth", "'abc'", "date"})
      EXPECT_NE(std::string(e.what()).find(part), std::string::npos) << part << ": " << e.what();
  }
}

TEST_F(Audiences, AListOfNobodyIsRefused) {
  EXPECT_EQ(refused(R"({"ids": []})"), "AUDIENCE_EMPTY");
}

TEST_F(Audiences, AreCountedAsTheyAreMeant) {
  using Counts = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(run(R"({"all": true})"), Counts(5, 0));
  EXPECT_EQ(run("null"), Counts(5, 0));
  EXPECT_EQ(run(R"({"ids": [5, 2, 2, 99, 98, 5]})"), Counts(2, 2));
  EXPECT_EQ(run(R"({"where": "country=France"})"), Counts(2, 0));
  EXPECT_EQ(run(R"({"where": "country="})"), Counts(1, 0)) << "who has none";
}

TEST_F(Audiences, NobodyIsNoRun) {
  for (const auto* audience : {R"({"ids": []})", R"({"ids": [77]})", R"({"where": "city=Oz"})"})
    EXPECT_EQ(code_of([&] { run(audience); }), "AUDIENCE_EMPTY") << audience;
  EXPECT_TRUE(db().runs().list(0, 0, 10).empty());
}

TEST_F(Audiences, LongListsAreToldByTheirLength) {
  std::string ids = "1";
  for (int i = 2; i <= 21; ++i) ids += "," + std::to_string(i);
  const auto shown = campaigns_->show(create("Long", R"(, "audience": {"ids": [)" + ids + "]}"));
  EXPECT_EQ(shown["audience"]["ids"].as_int(), 21);
}

}  // namespace
}  // namespace stepgate::campaign::testing
