// Lists over several pages.
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "cli/failure.hpp"
#include "scripted_host.hpp"

namespace stepgate::cli {
namespace {

constexpr std::int64_t kPeople = 2500;

/// People 1 to 2500, in pages as they are asked for.
void script_people(ScriptedHost& host) {
  host.on("GET /people", [](http::ServerRequest& request, http::ServerResponse& response) {
    const auto limit = parse_int(request.query("limit").value_or("50")).value_or(0);
    const auto after = parse_int(request.query("after").value_or("0")).value_or(0);
    Json items = Json::array();
    for (auto id = after + 1; id <= kPeople && id <= after + limit; ++id)
      items.push(Json::object({{"id", id}, {"fields", Json::object({{"email", "x"}})}}));
    const auto last = after + static_cast<std::int64_t>(items.size());
    response.send(Json::object({{"items", items},
                                {"next", last < kPeople ? Json(std::to_string(last)) : Json()}})
                      .dump());
  });
}

TEST(Paging, OnePageIsGivenAsItCame) {
  ScriptedHost host;
  script_people(host);
  const auto ran = Shell(host.url()).run({"people", "list", "--limit", "2", "-o", "json"});
  EXPECT_EQ(
      ran.out,
      R"({"items":[{"id":1,"fields":{"email":"x"}},{"id":2,"fields":{"email":"x"}}],"next":"2"})"
      "\n");
  EXPECT_EQ(host.seen().at(0).line, "GET /people?limit=2");
}

TEST(Paging, AsManyRequestsAsItTakes) {
  ScriptedHost host;
  script_people(host);
  const auto ran = Shell(host.url()).run({"people", "list", "--limit", "2200", "-o", "json"});
  const auto json = Json::parse(ran.out);
  ASSERT_EQ(json["items"].size(), 2200U);
  EXPECT_EQ(json["items"].at(2199)["id"].as_int(), 2200);
  EXPECT_EQ(json["next"].as_string(), "2200");
  EXPECT_EQ(host.count("GET /people"), 3);
}

TEST(Paging, EndsWithTheListAndSaysWhenThereIsMore) {
  ScriptedHost host;
  script_people(host);
  Shell shell(host.url());
  const auto all = shell.run({"people", "list", "--limit", "99999", "-o", "json"});
  EXPECT_EQ(Json::parse(all.out)["items"].size(), 2500U);
  EXPECT_EQ(host.count("GET /people"), 3);
  const auto some = shell.run({"people", "list", "--limit", "10"});
  EXPECT_NE(some.err.find("there is more: --limit N, or --after 10"), std::string::npos);
  EXPECT_EQ(some.out.find("there is more"), std::string::npos);
}

TEST(Paging, AHostThatRepeatsItselfDoesNotHoldUsForEver) {
  ScriptedHost host;
  host.on("GET /runs",
          Json::object({{"items", Json::array({Json::object({{"id", 1}})})}, {"next", "7"}}));
  EXPECT_EQ(Shell(host.url()).run({"run", "list", "--limit", "5000"}).code, kOk);
  EXPECT_EQ(host.count("GET /runs"), 2);
}

TEST(Paging, LimitsAreNumbers) {
  EXPECT_EQ(Shell("http://127.0.0.1:1").run({"people", "list", "--limit", "many"}).code, kUsage);
  EXPECT_EQ(Shell("http://127.0.0.1:1").run({"people", "list", "--limit", "0"}).code, kUsage);
}

}  // namespace
}  // namespace stepgate::cli
