// Chunk errors, defaults, repeated and unknown people (docs/protocol.md section 4).
#include "callback_log.hpp"

namespace stepgate::protocol::testing {
namespace {

TEST(ChunkError, FailsEveryone) {
  for (
      const char* body :
      {R"({"errorCode": "DOWN", "errorMessage": "no table", "objectData": [{"id": 10, "country": "DE"}]})",
       R"({"objectData": [{"id": 10}], "errorMessage": "no table", "errorCode": "DOWN"})",
       R"({"status": "error", "error": {"code": "DOWN", "message": "no table"}})"}) {
    const CallbackLog log = read(body);
    EXPECT_EQ(log.chunk, "DOWN: no table") << body;
    EXPECT_TRUE(log.outcomes.empty()) << body;
  }
}

TEST(ChunkError, MayBeANumberOrOnlyWords) {
  EXPECT_EQ(read(R"({"errorCode": 17})").chunk, "17: ");
  EXPECT_EQ(read(R"({"error": "gone"})").chunk, "SERVICE_REPORTED_FAILURE: gone");
  EXPECT_EQ(read(R"({"error": {"message": "gone"}})").chunk, "SERVICE_REPORTED_FAILURE: gone");
  EXPECT_EQ(read(R"({"errorCode": {"a": 1}})").chunk, R"({"a":1}: )");
}

TEST(ChunkError, AnErrorTextBesideEntriesIsOnlyAWarning) {
  const CallbackLog log = read(R"({"error": "partly", "objectData": [{"id": 10}]})");
  EXPECT_EQ(log.text(), "0:ok");
  EXPECT_EQ(log.chunk, "");
  EXPECT_EQ(log.warnings.count("ERROR_IGNORED"), 1u);
}

TEST(ChunkError, IsNotThereWhenUnset) {
  EXPECT_EQ(read(R"({"errorCode": null, "error": null})").chunk, "");
  EXPECT_EQ(read(R"({"errorCode": "  ", "error": {"code": null}})").chunk, "");
  EXPECT_EQ(read(R"({"errorCode": false, "errorMessage": "only words"})").chunk, "");
}

TEST(Defaults, FillAbsentKeysOnly) {
  constexpr const char* kDefaults =
      R"("defaultValues": {"leadDefaults": {"country": "XX", "score": 1, "id": 99},
                           "activityDefaults": {"note": "n", "matchedBy": [1]}})";
  constexpr const char* kEntries =
      R"("objectData": [{"leadData": {"id": 10, "country": "DE"}, "activityData": {"note": null}},
                        {"leadData": {"id": 20, "score": null}}])";
  const std::string expected =
      "0.a0=json [1] 0.a1=null 0.f0='DE' 0.f1=1 1.a0=json [1] 1.a1='n' 1.f0='XX' 1.f1=null 0:ok "
      "1:ok";
  EXPECT_EQ(read("{" + std::string(kDefaults) + ", " + kEntries + "}").text(), expected);
  EXPECT_EQ(read("{" + std::string(kEntries) + ", " + kDefaults + "}").text(), expected);
}

TEST(Defaults, CoverTheOutcome) {
  const CallbackLog log = read(R"({"objectData": [{"id": 10}, {"id": 20, "success": true},
      {"id": 30, "success": false, "errorCode": "OWN", "reason": null}],
      "defaultValues": {"activityDefaults": {"success": false, "errorCode": "DEF", "reason": "r"}}})");
  EXPECT_EQ(log.text(), "0:failed DEF (r) 1:ok DEF (r) 2:failed OWN");
}

TEST(Defaults, NeverMakeAnEntry) {
  EXPECT_EQ(
      read(R"({"defaultValues": {"leadDefaults": {"country": "XX"}}, "objectData": []})").text(),
      "");
}

TEST(Defaults, MayBeOddOrEmpty) {
  EXPECT_EQ(read(R"({"defaultValues": null, "objectData": [{"id": 10}]})").text(), "0:ok");
  EXPECT_EQ(read(R"({"defaultValues": [1], "objectData": [{"id": 10}]})").text(), "0:ok");
  EXPECT_EQ(
      read(
          R"({"defaultValues": {"leadDefaults": 1, "activityDefaults": [], "x": {}}, "objectData": [{"id": 10}]})")
          .text(),
      "0:ok");
}

TEST(People, TheLastEntryWins) {
  const CallbackLog log = read(R"({"objectData": [
      {"id": 10, "country": "A", "score": 1, "note": "n", "success": false, "errorCode": "E"},
      {"id": 20}, {"id": 10, "country": "B"}]})");
  EXPECT_EQ(log.text(), "0.f0='B' 0:ok 1:ok");
  ASSERT_EQ(log.warnings.count("PERSON_TWICE"), 1u);
  EXPECT_EQ(log.warnings.find("PERSON_TWICE")->second.substr(0, 3), "0: ");
}

TEST(People, TheLastEntryWinsWithDefaultsToo) {
  const CallbackLog log = read(R"({"objectData": [{"id": 10, "country": "A"}, {"id": 10}],
      "defaultValues": {"leadDefaults": {"country": "D"}}})");
  EXPECT_EQ(log.text(), "0.f0='D' 0:ok");
}

TEST(People, WhoIsNotInTheChunkIsRefused) {
  const CallbackLog log =
      read(R"({"objectData": [{"id": 11, "country": "A"}, {"country": "B", "id": -5},
      {"id": 10, "country": "C"}]})");
  EXPECT_EQ(log.text(), "0.f0='C' 0:ok");
  ASSERT_EQ(log.warnings.count("PERSON_UNKNOWN"), 1u);
  const std::string& message = log.warnings.find("PERSON_UNKNOWN")->second;
  EXPECT_NE(message.find("11, -5"), std::string::npos) << message;
}

TEST(People, AnEntryNeedsAUsableId) {
  const CallbackLog log =
      read(R"({"objectData": [{"leadData": {"country": "A"}}, {"id": "x"}, {"id": null},
      {"id": 10.5}, {"id": [10]}, {"id": true}, {}, 7, "text", null, [{"id": 10}], {"id": 1e300}]})");
  EXPECT_EQ(log.text(), "");
  ASSERT_EQ(log.warnings.count("ENTRY_WITHOUT_ID"), 1u);
  const std::string& message = log.warnings.find("ENTRY_WITHOUT_ID")->second;
  EXPECT_NE(message.find("12 times"), std::string::npos) << message;
}

TEST(People, AUsableIdMayComeSecond) {
  EXPECT_EQ(
      read(R"({"objectData": [{"leadData": {"id": null, "country": "A"}, "id": 10}]})").text(),
      "0.f0='A' 0:ok");
}

TEST(People, ABareEntryBesideAList) {
  EXPECT_EQ(
      read(
          R"({"leadData": {"id": 10}, "objectData": [{"id": 20}], "activityData": {"success": false}})")
          .outcomes.at(1),
      "ok");
}

TEST(Warnings, OneForEachUndeclaredKey) {
  std::string body = R"({"munchkinId": "m", "objectData": [)";
  for (int i = 0; i < 3; ++i) {
    body +=
        std::string(i > 0 ? "," : "") + R"({"leadData": {"id": )" + std::to_string(10 * (i + 1)) +
        R"(, "city": "x", "zip": 1}, "activityData": {"success": true, "extra": {"a": 1}}, "flat": 2, "objectType": "lead"})";
  }
  const CallbackLog log = read(body + "]}");
  EXPECT_EQ(log.text(), "0:ok 1:ok 2:ok");
  EXPECT_EQ(log.warnings.count("FIELD_NOT_MAPPED"), 2u);
  EXPECT_EQ(log.warnings.count("ATTRIBUTE_UNDECLARED"), 1u);
  EXPECT_EQ(log.warnings.count("KEY_UNKNOWN"), 1u);
  EXPECT_EQ(log.warnings.size(), 4u);
  EXPECT_NE(log.warnings.find("KEY_UNKNOWN")->second.find("3 times"), std::string::npos);
}

TEST(Warnings, OfCodesAndSuccessThatDoNotFit) {
  const CallbackLog log =
      read(R"({"objectData": [{"id": 10, "errorCode": "E"}, {"id": 20, "success": "maybe"}]})");
  EXPECT_EQ(log.text(), "0:ok E 1:ok");
  EXPECT_EQ(log.warnings.count("CODE_WITHOUT_FAILURE"), 1u);
  EXPECT_EQ(log.warnings.count("SUCCESS_UNREADABLE"), 1u);
}

/// The codes of what deviates, beside those that every such body has.
std::vector<std::string> deviations(std::string_view body) {
  std::vector<std::string> codes;
  for (const auto& [code, message] : read(std::string(body)).warnings) codes.push_back(code);
  return codes;
}

TEST(Warnings, NoneOfWhatIsByTheBook) {
  EXPECT_TRUE(deviations(R"({"munchkinId": "m", "errorCode": null, "errorMessage": "",
      "defaultValues": {"leadDefaults": {}, "activityDefaults": {"success": true}}, "objectData": [
      {"leadData": {"id": 10, "country": "A"}, "activityData": {"success": true, "reason": null, "errorCode": ""}},
      {"leadData": {"id": 20}, "activityData": {"success": false, "errorCode": "E", "reason": "r"}},
      {"leadData": {"id": 30}, "activityData": {}}]})")
                  .empty());
}

TEST(Warnings, OfEveryShapeThatIsLivedWith) {
  using Codes = std::vector<std::string>;
  const auto with = [](const std::string& rest) {
    return deviations(R"({"munchkinId": "m", )" + rest + '}');
  };
  const std::string good = R"("activityData": {"success": true})";
  EXPECT_EQ(deviations(R"({"objectData": []})"), Codes{"MUNCHKIN_ID_ABSENT"});
  EXPECT_EQ(with(R"("objectData": [{"id": 10, "success": true, "country": "A"}])"),
            Codes{"ENTRY_FLAT"});
  EXPECT_EQ(with(R"("leadData": {"id": 10}, )" + good), Codes{"ENTRY_BARE"});
  EXPECT_EQ(with(R"("objectData": {"leadData": {"id": 10}, )" + good + '}'), Codes{"ENTRY_BARE"});
  EXPECT_EQ(deviations(R"([{"leadData": {"id": 10}, )" + good + "}]"), Codes{"LIST_BARE"});
  EXPECT_EQ(with(R"("objectData": [{"leadData": {"id": "10"}, )" + good + "}]"),
            Codes{"ID_AS_TEXT"});
  EXPECT_EQ(with(R"("objectData": [{"leadData": {"id": 10}}])"), Codes{"SUCCESS_ABSENT"});
  EXPECT_EQ(with(R"("objectData": [{"leadData": {"id": 10}, "activityData": {"success": null}}])"),
            Codes{"SUCCESS_ABSENT"});
  EXPECT_EQ(
      with(R"("objectData": [{"leadData": {"id": 10}, "activityData": {"success": "true"}}])"),
      Codes{"SUCCESS_NOT_BOOLEAN"});
  EXPECT_EQ(with(R"("objectData": [{"leadData": {"id": 10}, "activityData": {"success": false}}])"),
            Codes{"FAILURE_WITHOUT_CODE"});
  EXPECT_EQ(
      with(
          R"("objectData": [{"leadData": {"id": 10}, "status": "error", "error": {"code": "E", "message": "m"}}])"),
      Codes{"ERROR_AS_OBJECT"});
  EXPECT_EQ(with(R"("status": "error", "error": {"code": "E", "message": "m"})"),
            Codes{"ERROR_AS_OBJECT"});
  EXPECT_EQ(
      with(
          R"("objectData": [{"leadData": {"id": 10}, "activityData": {"success": true, "note": [1]}}])"),
      Codes{"ATTRIBUTE_NOT_SCALAR"});
}

}  // namespace
}  // namespace stepgate::protocol::testing
