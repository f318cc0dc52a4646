// Long, odd and hostile content of a callback.
#include "callback_log.hpp"

namespace stepgate::protocol::testing {
namespace {

std::string entry(const std::string& key, const std::string& json) {
  return R"({"objectData": [{"id": 10, ")" + key + "\": " + json + "}]}";
}

TEST(CallbackText, AttributesAreCutAtACharacter) {
  const std::string text = std::string(1999, 'x') + "\u00e4" + "tail";
  const CallbackLog log = read(entry("note", '"' + text + '"'));
  EXPECT_EQ(log.values.at("0.a1"), '\'' + std::string(1999, 'x') + '\'');
  EXPECT_EQ(log.warnings.count("TEXT_CUT"), 1u);
}

TEST(CallbackText, FieldsAreLeftToTheHost) {
  const std::string text(5000, 'x');
  const CallbackLog log = read(entry("country", '"' + text + '"'));
  EXPECT_EQ(log.values.at("0.f0"), '\'' + text + '\'');
  EXPECT_EQ(log.warnings.count("TEXT_CUT"), 0u);
}

TEST(CallbackText, NestedValuesAreCut) {
  std::string list = "[";
  for (int i = 0; i < 5000; ++i) list += "\"element\",";
  const CallbackLog log = read(entry("note", list + "1]"));
  EXPECT_EQ(log.values.at("0.a1").size(), std::string("json ").size() + 2000);
}

TEST(CallbackText, ReasonsAndCodesAreCut) {
  const std::string text(10'000, 'x');
  const CallbackLog log = read(R"({"objectData": [{"id": 10, "success": false, "reason": ")" +
                               text + R"(", "errorCode": ")" + text + "\"}]}");
  EXPECT_EQ(log.outcomes.at(0),
            "failed " + text.substr(0, 255) + " (" + text.substr(0, 2000) + ")");
  EXPECT_EQ(log.warnings.count("TEXT_CUT"), 2u);
}

TEST(CallbackText, NulIsRemovedWithAWarning) {
  const CallbackLog log = read(
      R"({"objectData": [{"id": 10, "country": "a\u0000b", "note": "\u0000", "success": false, "reason": "r\u0000"}]})");
  EXPECT_EQ(log.text(), "0.a1='' 0.f0='ab' 0:failed SERVICE_REPORTED_FAILURE (r)");
  EXPECT_EQ(log.warnings.count("NUL_REMOVED"), 3u);
}

TEST(CallbackText, WaitsForTheIdUnharmed) {
  EXPECT_EQ(
      read(
          R"({"objectData": [{"country": "a\u0000b", "score": 1.5, "matchedBy": [1], "note": "x", "id": 10}]})")
          .text(),
      "0.a0=json [1] 0.a1='x' 0.f0='ab' 0.f1=1.5f 0:ok");
}

TEST(CallbackBounds, DepthIsRefused) {
  const std::string deep(100, '[');
  EXPECT_EQ(refused(entry("note", deep + std::string(100, ']'))), "CALLBACK_UNREADABLE");
  EXPECT_EQ(refused(std::string(1'000'000, '[')), "CALLBACK_UNREADABLE");
  EXPECT_EQ(refused(entry("note", std::string(40, '[') + std::string(40, ']'))), "");
}

TEST(CallbackBounds, WarningsAreBounded) {
  std::string body = R"({"objectData": [)";
  for (int i = 0; i < 5000; ++i) {
    body += R"({"id": 10, "k)" + std::to_string(i) + "\": 1},";
    body += R"({"id": )" + std::to_string(1000 + i) + "},";
  }
  const CallbackLog log = read(body + "{\"id\": 20}]}");
  EXPECT_LE(log.warnings.size(), 130u);
  EXPECT_EQ(log.warnings.count("WARNINGS_CUT"), 1u);
  EXPECT_EQ(log.warnings.count("PERSON_TWICE"), 21u);
  EXPECT_EQ(log.text(), "0:ok 1:ok");
}

TEST(CallbackBounds, AChunkWithoutFieldsOrPeople) {
  EXPECT_EQ(
      read(R"({"objectData": [{"id": 10, "country": "x", "success": false, "errorCode": "E"}]})",
           ChunkMaker({10}))
          .text(),
      "0:failed E");
  EXPECT_EQ(read(R"({"objectData": [{"id": 10}]})", ChunkMaker({})).text(), "");
}

TEST(CallbackBounds, ManyFieldsAreMarkedApart) {
  ChunkMaker chunk({10});
  std::string entry_text = R"({"id": 10)";
  for (int i = 0; i < 200; ++i) {
    const std::string key = "f" + std::to_string(i);
    chunk.in(key);
    if (i % 2 == 0) entry_text += ", \"" + key + "\": " + std::to_string(i);
  }
  std::string defaults = R"({"f0": "d")";
  for (int i = 1; i < 200; ++i) defaults += ", \"f" + std::to_string(i) + "\": \"d\"";
  const CallbackLog log = read(R"({"objectData": [)" + entry_text +
                                   R"(}], "defaultValues": {"leadDefaults": )" + defaults + "}}}",
                               chunk);
  EXPECT_EQ(log.values.size(), 200u);
  EXPECT_EQ(log.values.at("0.f130"), "130");
  EXPECT_EQ(log.values.at("0.f131"), "'d'");
}

/// Whatever bytes come, reading ends in results or in CALLBACK_UNREADABLE.
TEST(CallbackBounds, EveryCutAndEveryChangedByteIsSurvived) {
  const std::string body =
      R"({"errorCode":null,"defaultValues":{"leadDefaults":{"country":"D"},"activityDefaults":{"success":false}},)"
      R"("objectData":[{"leadData":{"id":10,"country":["a",{"b":1}]},"activityData":{"success":true,"note":"\u00e4"}},)"
      R"({"id":"20","error":{"code":"E","message":"m"},"score":-1.5e3}]})";
  for (std::size_t i = 0; i < body.size(); ++i) {
    EXPECT_EQ(refused(body.substr(0, i)), "CALLBACK_UNREADABLE") << i;
    for (const char byte : {'\0', '"', '{', '}', '[', ']', ',', ':', '\\', '\x80', '9', 'n'}) {
      std::string changed = body;
      changed[i] = byte;
      const std::string code = refused(changed);
      EXPECT_TRUE(code.empty() || code == "CALLBACK_UNREADABLE") << i << ' ' << code;
    }
  }
}

}  // namespace
}  // namespace stepgate::protocol::testing
