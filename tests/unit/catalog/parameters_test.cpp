// The parameters of a step: types, required ones, picklists, and every problem named at once.
#include "catalog_room.hpp"

namespace stepgate::catalog::testing {
namespace {

class Parameters : public CatalogTest {
 protected:
  Parameters() {
    auto json = protocol::testing::definition();
    json.erase("caBundle");
    auto& flow = protocol::testing::at(json, {"invocationPayloadDef", "flowAttributes"});
    flow = Json::parse(R"([
      {"apiName": "format", "dataType": "string", "hasPicklist": true,
       "enforcePicklistSelect": true, "required": true},
      {"apiName": "hint", "dataType": "string", "hasPicklist": true},
      {"apiName": "limit", "dataType": "integer"},
      {"apiName": "share", "dataType": "float"},
      {"apiName": "strict", "dataType": "boolean"},
      {"apiName": "since", "dataType": "date"}])");
    json.set("primaryAttribute", "format");
    service_.on("/getServiceDefinition", 200, json.dump());
    id_ = activate();
    onboarding_->picklists(id_, true);
  }
  Json check(const char* text) { return onboarding_->check_parameters(id_, Json::parse(text)); }
  std::string problems(const char* text) {
    return codes_of([&] { check(text); });
  }
  flow::ServiceId id_ = 0;
};

TEST_F(Parameters, ComeBackInTheTypeOfTheService) {
  const auto good = check(R"({"format": "alpha2", "limit": "12", "share": "0.5", "strict": "true",
                              "since": "2024-02-29"})");
  EXPECT_EQ(good, Json::parse(R"({"format": "alpha2", "hint": null, "limit": 12, "share": 0.5,
                                  "strict": true, "since": "2024-02-29"})"))
      << good.dump();
}

TEST_F(Parameters, AChoiceIsFoundByWhatIsShown) {
  EXPECT_EQ(check(R"({"format": "three LETTERS"})")["format"].as_string(), "alpha3");
  EXPECT_EQ(problems(R"({"format": "alpha4"})"), "PARAMETER_NOT_A_CHOICE");
  EXPECT_EQ(check(R"({"format": "alpha2", "hint": "own words"})")["hint"].as_string(), "own words")
      << "a list that is only offered was enforced";
}

TEST_F(Parameters, EveryProblemIsNamedAtOnce) {
  EXPECT_EQ(problems(R"({"formt": "alpha2", "limit": "a few", "strict": [], "since": "2023-02-29",
                         "share": {}})"),
            "PARAMETER_UNKNOWN PARAMETER_REQUIRED PARAMETER_TYPE PARAMETER_TYPE PARAMETER_TYPE "
            "PARAMETER_TYPE");
  EXPECT_EQ(problems(R"({"format": ""})"), "PARAMETER_REQUIRED");
  EXPECT_EQ(problems(R"({"format": null})"), "PARAMETER_REQUIRED");
  try {
    check(R"({"formt": "alpha2", "format": "alpha2"})");
    FAIL();
  } catch (const DetailedError& e) {
    EXPECT_EQ(e.remedy(), "Did you mean format?");
  }
}

TEST_F(Parameters, WhatCantBeReadAsWholeNumberIsNotCut) {
  for (const auto* odd : {R"("12x")", R"("1e400")", "9223372036854775808", R"("")", "[12]"}) {
    const auto text = std::string(R"({"format": "alpha2", "limit": )") + odd + "}";
    if (std::string_view(odd) == R"("")")
      EXPECT_TRUE(check(text.c_str())["limit"].is_null());
    else
      EXPECT_EQ(problems(text.c_str()), "PARAMETER_TYPE") << odd;
  }
}

TEST_F(Parameters, AListThatCameToNothingEnforcesNothing) {
  service_.on("/getPicklist", 200, R"({"choices": []})");
  onboarding_->picklists(id_, true);
  EXPECT_EQ(check(R"({"format": "anything"})")["format"].as_string(), "anything");
}

}  // namespace
}  // namespace stepgate::catalog::testing
