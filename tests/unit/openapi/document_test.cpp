#include "openapi/document.hpp"

#include "sample.hpp"

namespace stepgate::openapi {
namespace {

Json read(std::string_view text) {
  Findings findings;
  return read_document(text, "the document", findings);
}

std::string code_of(std::string_view text) {
  try {
    read(text);
  } catch (const Error& error) {
    return error.code();
  }
  return {};
}

TEST(Document, IsToldApartByItsContent) {
  const Json expected = Json::parse(R"({"a": 1, "b": ["x", true]})");
  EXPECT_EQ(read(R"({"a": 1, "b": ["x", true]})"), expected);
  EXPECT_EQ(read("a: 1\nb:\n  - x\n  - true\n"), expected);
  EXPECT_EQ(read("---\na: 1\nb: [x, true]\n...\n"), expected);
  EXPECT_EQ(read("{a: 1, b: [x, true]}"), expected);  // YAML that begins like JSON
  EXPECT_EQ(read("# a comment\na: 1\nb: [x, true]"), expected);
}

TEST(Document, MayBeginWithAByteOrderMark) {
  EXPECT_EQ(read("\xEF\xBB\xBF{\"a\": 1}")["a"].as_int(), 1);
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "a: 1")["a"]
                .as_int(),
            1);
}

TEST(Document, WarnsOfCommentsInJson) {
  Findings findings;
  const Json root =
      read_document("# first\n{\"a\": \"#no\", # second\n \"b\": 2}\n", "d", findings);
  EXPECT_EQ(root.dump(), R"({"a":"#no","b":2})");
  ASSERT_EQ(findings.json().size(), 1u);
  EXPECT_EQ(findings.json().at(0)["code"].as_string(), "JSON_COMMENTS");
  EXPECT_TRUE(findings.json().at(0)["marketoRefuses"].as_bool());
}

TEST(Document, SaysWhenBrokenJsonIsReadAsYaml) {
  Findings findings;
  EXPECT_EQ(read_document("{\"a\": 1,}", "d", findings)["a"].as_int(), 1);
  EXPECT_TRUE(findings.has("READ_AS_YAML"));
}

TEST(Document, KeepsQuotedYamlAsText) {
  const Json root =
      read("a: '1'\nb: \"true\"\nc: 1.0\nd: NO\ne: |\n  1\nf: !!str 7\n200: ok\n~: x\n");
  EXPECT_EQ(root["a"].as_string(), "1");
  EXPECT_EQ(root["b"].as_string(), "true");
  EXPECT_EQ(root["c"].type(), Json::Type::real);
  EXPECT_EQ(root["d"].as_string(), "NO");
  EXPECT_EQ(root["e"].as_string(), "1\n");
  EXPECT_EQ(root["f"].as_string(), "7");
  EXPECT_EQ(root["200"].as_string(), "ok");
}

TEST(Document, ExpandsAliasesAndMergeKeys) {
  const Json root = read("base: &b {x: 1, y: 2}\ncopy: *b\nmore: {<<: *b, y: 3}\n&k key: v\n");
  EXPECT_EQ(root["copy"], root["base"]);
  EXPECT_EQ(root["more"]["x"].as_int(), 1);
  EXPECT_EQ(root["more"]["y"].as_int(), 3);
  EXPECT_FALSE(root["more"].has("<<"));
}

TEST(Document, TakesTheFirstOfDuplicateKeys) {
  for (const char* text : {R"({"p": {"a": 1, "a": 2}})", "p:\n  a: 1\n  a: 2\n"}) {
    Findings findings;
    const Json root = read_document(text, "d", findings);
    EXPECT_EQ(root["p"]["a"].as_int(), 1) << text;
    EXPECT_EQ(root["p"].size(), 1u) << text;
    ASSERT_TRUE(findings.has("DUPLICATE_KEY")) << text;
    EXPECT_EQ(findings.json().at(0)["where"].as_string(), "/p/a");
  }
}

TEST(Document, FindsDuplicatesInLargeObjects) {
  std::string text = "{";
  for (int i = 0; i < 100; ++i) text += "\"k" + std::to_string(i) + "\": 1, ";
  Findings findings;
  EXPECT_EQ(read_document(text + "\"k50\": 2}", "d", findings).size(), 100u);
  EXPECT_TRUE(findings.has("DUPLICATE_KEY"));
}

TEST(Document, IsRefusedWhenItCanNotBeRead) {
  EXPECT_EQ(code_of(""), "DOCUMENT_UNREADABLE");
  EXPECT_EQ(code_of("  \n# nothing\n"), "DOCUMENT_UNREADABLE");
  EXPECT_EQ(code_of("{\"a\": "), "DOCUMENT_UNREADABLE");
  EXPECT_EQ(code_of("a: [1, 2\nb: 3"), "DOCUMENT_UNREADABLE");
  EXPECT_EQ(code_of("? {x: 1}\n: y\n"), "DOCUMENT_UNREADABLE");
  EXPECT_EQ(code_of("a: *nobody"), "DOCUMENT_UNREADABLE");
  EXPECT_EQ(code_of(std::string_view("\xFF\xFE{\0}\0", 6)), "DOCUMENT_UNREADABLE");
  EXPECT_EQ(code_of("<!doctype html><html></html>"), "NOT_OPENAPI");
}

TEST(Document, ErrorsNameTheJsonFault) {
  try {
    read("{\"a\": 1, \"b");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.subject(), "the document");
    EXPECT_NE(error.fact().find("byte"), std::string::npos) << error.fact();
  }
}

TEST(Version, DecidesWhatIsInstalled) {
  const auto outcome = [](std::string_view text) {
    Findings findings;
    try {
      check_version(read(text), "d", findings);
    } catch (const Error& error) {
      return error.code();
    }
    return std::string(findings.has("OPENAPI_3_1") ? "warned" : "taken");
  };
  EXPECT_EQ(outcome(R"({"openapi": "3.0.0"})"), "taken");
  EXPECT_EQ(outcome("openapi: 3.0.3"), "taken");
  EXPECT_EQ(outcome("openapi: 3.0"), "taken");  // a number to YAML
  EXPECT_EQ(outcome("openapi: 3.1.0"), "warned");
  EXPECT_EQ(outcome("openapi: 3.1"), "warned");
  EXPECT_EQ(outcome("openapi: 3.10.0"), "OPENAPI_VERSION_UNSUPPORTED");
  EXPECT_EQ(outcome("openapi: 4.0.0"), "OPENAPI_VERSION_UNSUPPORTED");
  EXPECT_EQ(outcome("swagger: '2.0'"), "OPENAPI_VERSION_UNSUPPORTED");
  EXPECT_EQ(outcome("swagger: 2.0"), "OPENAPI_VERSION_UNSUPPORTED");
  EXPECT_EQ(outcome("info: {title: x}"), "NOT_OPENAPI");
  EXPECT_EQ(outcome("just words"), "NOT_OPENAPI");
  EXPECT_EQ(outcome("[1, 2]"), "NOT_OPENAPI");
}

}  // namespace
}  // namespace stepgate::openapi
