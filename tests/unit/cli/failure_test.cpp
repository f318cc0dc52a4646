#include "cli/failure.hpp"

#include <gtest/gtest.h>

namespace stepgate::cli {
namespace {

Json problem() {
  return Json::object({{"status", 422},
                       {"code", "MAPPING_TYPE"},
                       {"subject", "mapping of service X"},
                       {"fact", "city is a string, score an integer"},
                       {"remedy", "Choose another field"},
                       {"cause", ""}});
}

TEST(Failure, SubjectFactRemedyCodeInOneLine) {
  const auto failure = Failure::answer(422, problem().dump(), "http://h");
  EXPECT_EQ(failure.exit_code(), kRefused);
  EXPECT_EQ(failure.line(),
            "mapping of service X: city is a string, score an integer. Choose another field. "
            "[MAPPING_TYPE]");
}

TEST(Failure, TheCauseStandsInParentheses) {
  auto json = problem();
  json.set("cause", "disk I/O error");
  EXPECT_NE(Failure::answer(422, json.dump(), "").line().find("integer (disk I/O error). Choose"),
            std::string::npos);
}

TEST(Failure, ExitCodesFollowTheStatus) {
  const auto code = [](int status) {
    return Failure::answer(status, problem().dump(), "").exit_code();
  };
  EXPECT_EQ(code(400), kRefused);
  EXPECT_EQ(code(401), kUnauthorized);
  EXPECT_EQ(code(403), kUnauthorized);
  EXPECT_EQ(code(404), kNotFound);
  EXPECT_EQ(code(409), kRefused);
  EXPECT_EQ(code(502), kRefused);
  EXPECT_EQ(code(503), kRefused);
}

TEST(Failure, AnAnswerThatIsNoProblemIsNamedByItsStatus) {
  const auto failure = Failure::answer(502, "<html>Bad gateway</html>", "http://h");
  EXPECT_EQ(failure.code(), "HTTP_502");
  EXPECT_NE(failure.line().find("http://h: answered 502"), std::string::npos);
}

TEST(Failure, TheDetailServesWhenPartsAreMissing) {
  const auto failure = Failure::answer(
      409, R"({"code":"X","detail":"a service: is in use. Remove the campaign."})", "");
  EXPECT_EQ(failure.line(), "a service: is in use. Remove the campaign. [X]");
}

TEST(Failure, PartsAreListedWithoutTheOneThatTheLineSays) {
  auto json = problem();
  json.set(
      "errors",
      Json::array({Json::object({{"code", "A"}, {"message", "first thing"}, {"remedy", "Fix it"}}),
                   Json::object({{"code", "MAPPING_TYPE"},
                                 {"message", "city is a string, score an integer"}}),
                   Json::object({{"step", "status"}, {"message", "not shown here"}})}));
  EXPECT_EQ(Failure::answer(422, json.dump(), "").detail_lines(), "  - first thing. Fix it. [A]\n");
}

TEST(Failure, WordsOfOthersCannotSteerTheTerminal) {
  auto json = problem();
  json.set("fact", "bad\033]0;title\007");
  EXPECT_EQ(Failure::answer(422, json.dump(), "").line().find('\033'), std::string::npos);
}

}  // namespace
}  // namespace stepgate::cli
