// service install when all goes well.
#include <gtest/gtest.h>

#include "cli/failure.hpp"
#include "scripted_service.hpp"

namespace stepgate::cli {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Install, WalksTheWholeOnboarding) {
  ScriptedHost host;
  script_service(host);
  Shell shell(host.url());
  const auto key = shell.folder.write("key", "s3cret\n");
  const auto ran =
      shell.run({"service", "install", "http://s/openapi.json", "--api-key", "@" + key,
                 "--create-fields", "--global", "depth=3", "--header", "X-Source=test", "--yes"});
  EXPECT_EQ(ran.code, kOk) << ran.out << ran.err;
  EXPECT_EQ(host.body_of("POST /services"), Json::object({{"url", "http://s/openapi.json"}}));
  EXPECT_EQ(host.body_of("PUT /services/4/credential")["inputs"]["apiKey"].as_string(), "s3cret");
  EXPECT_EQ(host.body_of("POST /fields"),
            Json::object({{"name", "region"}, {"dataType", "string"}, {"label", "The continent"}}));
  const auto configuration = host.body_of("PUT /services/4/configuration");
  EXPECT_TRUE(configuration["globals"]["depth"].is_int());
  EXPECT_EQ(configuration["headers"]["X-Source"].as_string(), "test");
  EXPECT_TRUE(host.body_of("PUT /services/4/mapping")["incoming"]["confirmed"].as_bool());
  EXPECT_TRUE(has(ran.out, "✓ status: good, HTTP 200, 12 ms"));
  EXPECT_TRUE(has(ran.out, "! there is no contact (/info) [INFO_MISSING]; Marketo"));
  EXPECT_TRUE(has(ran.out, "✓ new field region (string)"));
  EXPECT_TRUE(has(ran.out, "✓ Country Codes is active"));
  EXPECT_FALSE(has(ran.out + ran.err, "s3cret"));
  // A finding is told once, however often the host repeats it.
  EXPECT_EQ(ran.out.find("INFO_MISSING"), ran.out.rfind("INFO_MISSING"));
}

TEST(Install, TheLastViewIsTheJsonAndStepsGoToStderr) {
  ScriptedHost host;
  script_service(host);
  const auto ran = Shell(host.url())
                       .run({"service", "install", "http://s/openapi.json", "--api-key", "k",
                             "--yes", "-o", "json"});
  EXPECT_EQ(Json::parse(ran.out)["state"].as_string(), "active");
  EXPECT_TRUE(has(ran.err, "mappings confirmed"));
}

TEST(Install, MappingFlagsBecomeRows) {
  ScriptedHost host;
  script_service(host);
  const auto ran = Shell(host.url())
                       .run({"service", "install", "http://s/openapi.json", "--api-key", "k",
                             "--map-in", "region=email", "--draft"});
  EXPECT_EQ(ran.code, kOk) << ran.err;
  EXPECT_EQ(
      host.body_of("PUT /services/4/mapping").dump(),
      R"({"incoming":{"rows":[{"serviceAttribute":"region","field":"email","active":true}]}})");
  EXPECT_EQ(host.count("POST /services/4/activate"), 0);
}

TEST(Install, ATerminalIsAskedForSecretsWithoutEchoAndForTheMapping) {
  ScriptedHost host;
  script_service(host);
  Shell shell(host.url());
  shell.terminal = true;
  shell.secret = "typed";
  shell.in = "y\n";
  const auto ran = shell.run({"service", "install", "http://s/openapi.json"});
  EXPECT_EQ(ran.code, kOk) << ran.out << ran.err;
  EXPECT_EQ(shell.asked, std::vector<std::string>{"API key: "});
  EXPECT_EQ(host.body_of("PUT /services/4/credential")["inputs"]["apiKey"].as_string(), "typed");
  EXPECT_TRUE(has(ran.err, "Are these mappings right?"));
}

TEST(Install, TheSameCommandTakesUpTheDraft) {
  ScriptedHost host;
  script_service(host);
  auto draft = service_view("draft");
  draft.set("credential", Json::object({{"id", 1}, {"name", "x"}}));
  host.on("GET /services/4", draft);
  host.on("GET /services", Json::object({{"items", Json::array({draft})}}));
  const auto ran = Shell(host.url()).run({"service", "install", "http://s/openapi.json", "--yes"});
  EXPECT_EQ(ran.code, kOk) << ran.err;
  EXPECT_EQ(host.count("POST /services"), 0);
  EXPECT_EQ(host.count("PUT /services/4/credential"), 0);
  EXPECT_TRUE(has(ran.out, "going on with the draft Country Codes"));
}

}  // namespace
}  // namespace stepgate::cli
