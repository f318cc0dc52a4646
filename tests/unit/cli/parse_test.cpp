#include "cli/parse.hpp"

#include <gtest/gtest.h>

#include "cli/failure.hpp"

namespace stepgate::cli {
namespace {

std::string refusal(const std::vector<std::string>& words) {
  try {
    parse(words);
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.exit_code(), kUsage);
    return failure.line();
  }
  return "accepted";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Parse, TakesVerbArgumentsAndFlagsInAnyOrder) {
  const auto parsed = parse({"--url", "http://a", "service", "install", "--api-key=@k", "http://x",
                             "--map-in", "a=b", "--map-in", "c=d", "--yes", "-o", "json"});
  ASSERT_NE(parsed.verb, nullptr);
  EXPECT_EQ(parsed.verb->path(), "service install");
  EXPECT_EQ(parsed.arguments, std::vector<std::string>{"http://x"});
  EXPECT_EQ(parsed.value("url"), "http://a");
  EXPECT_EQ(parsed.value("api-key"), "@k");
  EXPECT_EQ(parsed.values("map-in"), (std::vector<std::string>{"a=b", "c=d"}));
  EXPECT_TRUE(parsed.has("yes"));
  EXPECT_EQ(parsed.value("output"), "json");
}

TEST(Parse, AVerbOfOneWordAndOneWithAnOptionalArgument) {
  EXPECT_EQ(parse({"status"}).verb->path(), "status");
  EXPECT_TRUE(parse({"stats"}).arguments.empty());
  EXPECT_EQ(parse({"stats", "X"}).arguments.front(), "X");
}

TEST(Parse, ADashIsAnArgumentAndTwoEndFlags) {
  EXPECT_EQ(parse({"people", "import", "-"}).arguments.front(), "-");
  EXPECT_EQ(parse({"people", "import", "--", "--odd.csv"}).arguments.front(), "--odd.csv");
}

TEST(Parse, UnknownVerbsAreRefusedWithTheNearest) {
  EXPECT_TRUE(has(refusal({"servise", "list"}), "Did you mean service?"));
  EXPECT_TRUE(has(refusal({"service", "instal", "x"}), "Did you mean install?"));
  EXPECT_TRUE(has(refusal({"service", "xyzzy"}), "`stepgate help service` lists them"));
}

TEST(Parse, UnknownFlagsAreRefusedWithTheNearest) {
  const auto words = refusal({"service", "install", "u", "--api-kye", "x"});
  EXPECT_TRUE(has(words, "--api-kye: is no flag of service install"));
  EXPECT_TRUE(has(words, "Did you mean --api-key?"));
  EXPECT_TRUE(has(refusal({"--api-key", "x", "status"}), "is no global flag"));
  EXPECT_TRUE(has(refusal({"status", "-z"}), "is no flag"));
}

TEST(Parse, ValuesAreChecked) {
  EXPECT_TRUE(has(refusal({"status", "--output", "xml"}), "'xml' is none of table, json"));
  EXPECT_TRUE(has(refusal({"status", "--url"}), "wants a value"));
  EXPECT_TRUE(has(refusal({"service", "install", "u", "--yes=no"}), "takes no value"));
  EXPECT_TRUE(has(refusal({"service", "install", "u", "--name", "a", "--name", "b"}), "twice"));
}

TEST(Parse, AVerbCanWidenAGlobalFlag) {
  EXPECT_EQ(parse({"run", "results", "1", "--output", "csv"}).value("output"), "csv");
  EXPECT_EQ(parse({"run", "results", "1", "-o", "csv"}).value("output"), "csv");
  EXPECT_TRUE(has(refusal({"run", "list", "--output", "csv"}), "is none of"));
}

TEST(Parse, ArgumentsAreCounted) {
  EXPECT_TRUE(has(refusal({"service", "show"}), "wants NAME"));
  EXPECT_TRUE(has(refusal({"service", "show", "Country", "Codes"}), "Quote names with spaces"));
}

TEST(Parse, HelpIsAskedForInThreeWays) {
  EXPECT_EQ(parse({"help", "service", "install"}).verb->path(), "service install");
  EXPECT_TRUE(parse({"service", "install", "--help"}).help);
  EXPECT_EQ(parse({"help", "service"}).help_group, "service");
  EXPECT_TRUE(parse({"help"}).help);
  const auto bare = parse({"service"});
  EXPECT_FALSE(bare.help);
  EXPECT_EQ(bare.verb, nullptr);
  EXPECT_EQ(bare.help_group, "service");
}

}  // namespace
}  // namespace stepgate::cli
