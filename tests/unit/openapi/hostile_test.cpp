// Documents that want to hurt: each is refused, or read, in bounded time and memory.
#include <chrono>

#include "openapi/document.hpp"
#include "sample.hpp"

namespace stepgate::openapi {
namespace {

using namespace std::chrono;

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

/// Why it is refused, or empty. Nothing may take long, sanitizers included.
std::string refused(const std::string& text) {
  Findings findings;
  const auto start = steady_clock::now();
  std::string why;
  try {
    read_document(text, "d", findings);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "DOCUMENT_UNREADABLE");
    why = error.fact();
  }
  EXPECT_LT(steady_clock::now() - start, seconds(20)) << text.substr(0, 60);
  EXPECT_LE(findings.json().size(), Findings::kMost + 1);
  return why;
}

std::string laughs(int levels, int width) {
  std::string text = "l0: &l0 lol\n";
  for (int i = 1; i <= levels; ++i) {
    const std::string before = "*l" + std::to_string(i - 1);
    text += "l" + std::to_string(i) + ": &l" + std::to_string(i) + " [" + before;
    text += repeat(", " + before, static_cast<std::size_t>(width) - 1) + "]\n";
  }
  return text;
}

TEST(Hostile, ABillionLaughs) {
  EXPECT_NE(refused(laughs(9, 10)).find("values"), std::string::npos);
  EXPECT_NE(refused(laughs(40, 2)).find("values"), std::string::npos);
  EXPECT_EQ(refused(laughs(3, 10)), "");
}

TEST(Hostile, AliasesOfALongText) {
  const std::string text =
      "a: &a " + std::string(1 << 18, 'x') + "\nb: [" + repeat("*a, ", 100) + "1]\n";
  EXPECT_NE(refused(text).find("bytes"), std::string::npos);
}

TEST(Hostile, TooManyAliases) {
  EXPECT_NE(refused("a: &a 1\nb: [" + repeat("*a, ", 20'000) + "1]\n").find("aliases"),
            std::string::npos);
}

TEST(Hostile, AnAliasInItself) {
  EXPECT_NE(refused("a: &a [1, *a]\n").find("inside"), std::string::npos);
  EXPECT_NE(refused("a: &a {b: {c: *a}}\n").find("inside"), std::string::npos);
}

TEST(Hostile, DeepNesting) {
  EXPECT_NE(refused(repeat("[", 65) + repeat("]", 65)).find("nested"), std::string::npos);
  EXPECT_NE(refused(repeat("{\"a\":", 1'000'000)), "");
  EXPECT_NE(refused(repeat("[", 1'000'000)), "");
  EXPECT_NE(refused(repeat("{a: ", 100'000)), "");
  EXPECT_NE(refused("a: " + repeat("[", 1'000'000)), "");
  EXPECT_NE(refused(repeat("- ", 100'000) + "x"), "");
  EXPECT_NE(refused(repeat("? ", 100'000) + "x"), "");
  std::string indented;
  for (std::size_t i = 0; i < 100; ++i) indented += std::string(i, ' ') + "a:\n";
  EXPECT_NE(refused(indented), "");
  EXPECT_EQ(refused(repeat("[", 60) + repeat("]", 60)), "");
}

/// Where a key may stand, the parser looks ahead for the end of a collection: it may not look for
/// ever.
TEST(Hostile, LookAhead) {
  const auto too_far = [](const std::string& text) {
    return refused(text).find("longer than") != std::string::npos;
  };
  EXPECT_TRUE(too_far(repeat("[", 1'000'000)));
  EXPECT_TRUE(too_far(repeat("[\n", 500'000)));
  EXPECT_TRUE(too_far("- {" + repeat("a: b,", 200'000) + "}"));
  EXPECT_TRUE(too_far("a: " + std::string(1'000'000, 'x')));
  EXPECT_EQ(refused("a: " + std::string(400'000, 'x') + "\nb: [" + repeat("x,", 200'000) + "y]"),
            "");
}

TEST(Hostile, TooLong) {
  EXPECT_NE(refused(std::string((8u << 20) + 1, ' ')).find("longer"), std::string::npos);
}

TEST(Hostile, TooManyValues) {
  EXPECT_NE(refused("{\"a\": [" + repeat("1,", 600'000) + "1]}"), "");
  EXPECT_NE(refused("a: [" + repeat("1,", 600'000) + "1]").find("values"), std::string::npos);
}

TEST(Hostile, ManyDuplicates) {
  EXPECT_EQ(refused("{" + repeat("\"a\": 1, ", 100'000) + "\"b\": 1}"), "");
}

TEST(Hostile, ManyKeys) {
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i) text += "\"key" + std::to_string(i) + "\":1,";
  EXPECT_EQ(refused(text + "\"z\":1}"), "");
}

TEST(Hostile, OddBytes) {
  refused(std::string("a: \x80\xFF\n"));
  refused(std::string("a: b\0c\n", 7));
  refused("a: \"\\uD800\"");
  refused(repeat("a: &x ", 10'000));
  refused(repeat("!t ", 10'000));
  refused("a: |\n" + repeat(" x\n", 100'000));
  refused("a: \"" + repeat("\\n", 100'000));
  refused(repeat("'", 100'001));
  refused(repeat("a:\n", 100'000));
  refused(repeat("%TAG ! x\n", 1000));
  refused(repeat("---\n", 100'000));
  refused(R"({"a": 0.00000000000000000001e-2147483639})");
}

TEST(Hostile, References) {
  const auto codes = [](const char* scheme) {
    Json document = testing::sample();
    testing::at(document, {"components", "securitySchemes", "key"}) = Json::parse(scheme);
    return testing::refusal(document.dump());
  };
  EXPECT_EQ(codes(R"({"$ref": "#/components/securitySchemes/key"})"), "SECURITY_MISSING");
  EXPECT_EQ(codes(R"({"$ref": "#"})"), "SECURITY_UNSUPPORTED");
  EXPECT_EQ(codes(R"({"$ref": "#/nowhere"})"), "SECURITY_MISSING");
  EXPECT_EQ(codes(R"({"$ref": "https://example.com/x.json#/key"})"), "SECURITY_MISSING");
  EXPECT_EQ(codes(R"({"$ref": "../../etc/passwd"})"), "SECURITY_MISSING");
}

TEST(References, AreFollowedAndReported) {
  Json document = testing::sample();
  testing::at(document, {"components", "securitySchemes"}) = Json::parse(
      R"({"key": {"$ref": "#/components/x/one~1%74wo"}, "loop": {"$ref": "#/components/securitySchemes/loop"}})");
  testing::at(document, {"components", "x", "one/two"}) =
      Json::parse(R"({"type": "apiKey", "in": "query", "name": "k"})");
  testing::at(document, {"security"}) = Json::parse(R"([{"loop": []}, {"key": []}])");
  const Json found = testing::discover_json(document);
  EXPECT_EQ(found["security"]["parameter"].as_string(), "k");
  EXPECT_EQ(testing::finding(found, "REF_CIRCULAR")["severity"].as_string(), "warning");
  EXPECT_TRUE(testing::finding(found, "SECURITY_UNDEFINED").is_object());
}

TEST(References, ServeWholePathsAndResponses) {
  Json document = testing::sample();
  const Json path = document["paths"]["/status"];
  testing::at(document, {"components", "pathItems", "s"}) = path;
  testing::at(document, {"paths", "/status"}) =
      Json::parse(R"({"$ref": "#/components/pathItems/s"})");
  EXPECT_EQ(testing::discover_json(document)["findings"].size(), 0u);
}

}  // namespace
}  // namespace stepgate::openapi
