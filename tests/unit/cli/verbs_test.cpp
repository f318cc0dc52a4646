// Single verbs: what they ask the host, and what they print.
#include <gtest/gtest.h>

#include "cli/failure.hpp"
#include "scripted_service.hpp"

namespace stepgate::cli {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Verbs, PluginListShowsWhatWasRefused) {
  ScriptedHost host;
  host.on("GET /plugins",
          Json::parse(R"({"loaded":[{"file":"/p/a.so","components":[{"id":"a","kind":"auth",
            "version":"1.0","displayName":"A","serves":["auth:apiKey"]}]}],
            "refused":[{"file":"/p/b.so","code":"PLUGIN_ABI","fact":"was built for ABI 9",
            "remedy":"Rebuild it"}]})"));
  const auto ran = Shell(host.url()).run({"plugin", "list"});
  EXPECT_TRUE(has(ran.out, "auth:apiKey"));
  EXPECT_TRUE(has(ran.out, "✗ refused: b.so: was built for ABI 9. Rebuild it. [PLUGIN_ABI]"));
}

TEST(Verbs, CampaignCreateTypesItsParameters) {
  ScriptedHost host;
  host.on("GET /services/S", Json::parse(R"({"id":4,"definition":{"flowAttributes":[
            {"name":"depth","dataType":"integer"},{"name":"deep","dataType":"boolean"}]}})"));
  host.on("POST /campaigns", Json::object({{"id", 1}, {"name", "C"}}), 201);
  Shell shell(host.url());
  const auto ids = shell.folder.write("ids", "3\n\n 5\n");
  const auto ran = shell.run({"campaign", "create", "C", "--service", "S", "--set", "depth=3",
                              "--set", "deep=true", "--set", "note=a=b", "--ids", ids});
  EXPECT_EQ(ran.code, kOk) << ran.err;
  const auto body = host.body_of("POST /campaigns");
  EXPECT_EQ(body["parameters"].dump(), R"({"depth":3,"deep":true,"note":"a=b"})");
  EXPECT_EQ(body["audience"].dump(), R"({"ids":[3,5]})");
  EXPECT_EQ(body["service"].as_int(), 4);
}

TEST(Verbs, CampaignCreateWantsOneAudience) {
  Shell shell("http://127.0.0.1:1");
  EXPECT_EQ(shell.run({"campaign", "create", "C", "--service", "S"}).code, kUsage);
  EXPECT_EQ(
      shell.run({"campaign", "create", "C", "--service", "S", "--all", "--where", "a=b"}).code,
      kUsage);
  const auto ids = shell.folder.write("ids", "3\nx\n");
  const auto ran = shell.run({"campaign", "create", "C", "--service", "S", "--ids", ids});
  EXPECT_TRUE(has(ran.err, "line 2: 'x' is no id"));
}

TEST(Verbs, ServiceMapChangesAndConfirms) {
  ScriptedHost host;
  script_service(host);
  host.on("GET /services/Country Codes", service_view("active"));
  Shell shell(host.url());
  const auto ran = shell.run({"service", "map", "Country Codes", "--in", "region=", "--confirm"});
  EXPECT_EQ(ran.code, kOk) << ran.err;
  EXPECT_EQ(host.body_of("PUT /services/4/mapping").dump(),
            R"({"incoming":{"rows":[{"serviceAttribute":"region","field":null,"active":false}],)"
            R"("confirmed":true},"outgoing":{"confirmed":true}})");
  const auto wrong = shell.run({"service", "map", "Country Codes", "--off", "regoin"});
  EXPECT_EQ(wrong.code, kUsage);
  EXPECT_TRUE(has(wrong.err, "Did you mean region?"));
}

TEST(Verbs, AUserDrivenMappingKeepsWhatItHas) {
  ScriptedHost host;
  script_service(host);
  host.on("GET /services/X", service_view("active"));
  auto mapping = service_mapping({});
  mapping.set("outgoing", Json::parse(R"({"userDriven":true,"rows":[{"serviceAttribute":"email",
    "field":"email","active":true,"key":"email"}]})"));
  host.on("GET /services/4/mapping", mapping);
  EXPECT_EQ(Shell(host.url()).run({"service", "map", "X", "--out", "country"}).code, kOk);
  EXPECT_EQ(host.body_of("PUT /services/4/mapping")["outgoing"]["rows"].size(), 2U);
}

TEST(Verbs, RunShowTraceIsWithoutControlCharacters) {
  ScriptedHost host;
  host.on("GET /runs/3/chunks/2",
          Json::parse(R"({"seq":2,"chunk":"77","state":"done","people":5,"attempt":1,"trace":[
            {"at":"2026-01-02T03:04:05Z","attempt":1,"kind":"request",
             "text":"POST /x\nA: b\u001b[2J"}]})"));
  const auto ran = Shell(host.url()).run({"run", "show", "3", "--chunk", "2", "--trace"});
  EXPECT_TRUE(has(ran.out, "2026-01-02 03:04:05  attempt 1  request\n  POST /x\n  A: b [2J\n"));
}

TEST(Verbs, RunResultsAsCsvIsPassedOn) {
  ScriptedHost host;
  host.on("GET /runs/3/results", [](http::ServerRequest&, http::ServerResponse& response) {
    response.send("person,outcome\n1,failed\n", "text/csv");
  });
  const auto ran = Shell(host.url()).run({"run", "results", "3", "--failed", "--output", "csv"});
  EXPECT_EQ(ran.out, "person,outcome\n1,failed\n");
  EXPECT_EQ(host.seen().at(0).line, "GET /runs/3/results?failed=true&format=csv");
}

TEST(Verbs, LogFiltersGoAlongAndTheNewestStandsLast) {
  ScriptedHost host;
  host.on("GET /log", Json::parse(R"({"items":[{"at":"2026-01-02T00:00:02Z","message":"second"},
    {"at":"2026-01-02T00:00:01Z","message":"first"}],"next":null})"));
  const auto ran =
      Shell(host.url())
          .run({"log", "--service", "S", "--severity", "error", "--since", "2026-01-01"});
  EXPECT_LT(ran.out.find("first"), ran.out.find("second"));
  EXPECT_EQ(host.seen().at(0).line, "GET /log?severity=error&since=2026-01-01&service=S&limit=50");
}

TEST(Verbs, PeopleShowTellsActivities) {
  ScriptedHost host;
  host.on("GET /people/5", Json::parse(R"({"id":5,"fields":{"email":"a@b","score":null}})"));
  host.on("GET /people/5/activities",
          Json::parse(R"json({"items":[{"at":"2026-01-02T00:00:02Z","type":"dataValueChange",
            "service":{"name":"S"},"run":1,"field":"country","old":null,"new":"DE",
            "source":"S (1)"}],"next":null})json"));
  const auto ran = Shell(host.url()).run({"people", "show", "5"});
  EXPECT_TRUE(has(ran.out, "country: - → DE"));
  EXPECT_FALSE(has(ran.out, "score"));
}

TEST(Verbs, NamesAreEncodedInPaths) {
  ScriptedHost host;
  host.on("DELETE /campaigns/a?b c", Json(), 204);
  EXPECT_EQ(Shell(host.url()).run({"campaign", "remove", "a?b c"}).code, kOk);
}

}  // namespace
}  // namespace stepgate::cli
