// The shapes of a callback's body (docs/protocol.md section 4), each seen in a real service.
#include "callback_log.hpp"

namespace stepgate::protocol::testing {
namespace {

constexpr const char* kByTheBook = R"({"munchkinId": "123-ABC-456", "objectData": [
  {"leadData": {"id": 10, "country": "DE", "score": "+5"}, "activityData": {"success": true, "matchedBy": "name"}},
  {"leadData": {"id": 20, "country": null}, "activityData": {"success": false, "errorCode": "NOPE", "reason": "why"}}]})";

TEST(Callback, ByTheBook) {
  const CallbackLog log = read(kByTheBook);
  EXPECT_EQ(log.text(), "0.a0='name' 0.f0='DE' 0.f1='+5' 1.f0=null 0:ok 1:failed NOPE (why)");
  EXPECT_TRUE(log.warnings.empty());
  EXPECT_EQ(log.chunk, "");
}

struct Row {
  const char* what;
  const char* body;
  const char* expected;
};

const Row kRows[] = {
    {"flat entries",
     R"({"objectData": [{"id": 10, "country": "DE", "matchedBy": "x", "success": true}]})",
     "0.a0='x' 0.f0='DE' 0:ok"},
    {"flat entries, id last",
     R"({"objectData": [{"country": "DE", "note": "n", "score": 3, "id": 10}]})",
     "0.a1='n' 0.f0='DE' 0.f1=3 0:ok"},
    {"activity before lead",
     R"({"objectData": [{"activityData": {"note": "n", "success": false, "errorCode": "X"}, "leadData": {"country": "DE", "id": 10}}]})",
     "0.a1='n' 0.f0='DE' 0:failed X"},
    {"id beside leadData", R"({"objectData": [{"leadData": {"country": "DE"}, "id": 10}]})",
     "0.f0='DE' 0:ok"},
    {"a bare entry as objectData", R"({"objectData": {"leadData": {"id": 10, "country": "DE"}}})",
     "0.f0='DE' 0:ok"},
    {"a bare entry as the body",
     R"({"munchkinId": "1", "leadData": {"id": 10, "country": "DE"}, "activityData": {"success": false}})",
     "0.f0='DE' 0:failed SERVICE_REPORTED_FAILURE"},
    {"a bare list as the body", R"([{"id": 10, "country": "DE"}, {"id": 20}])",
     "0.f0='DE' 0:ok 1:ok"},
    {"text ids",
     R"({"objectData": [{"leadData": {"id": " 10 ", "country": "DE"}}, {"leadData": {"id": "20"}}]})",
     "0.f0='DE' 0:ok 1:ok"},
    {"real ids", R"({"objectData": [{"leadData": {"id": 10.0}}, {"leadData": {"id": 2e1}}]})",
     "0:ok 1:ok"},
    {"any order of people", R"({"objectData": [{"id": 30}, {"id": 10}, {"id": 20}]})",
     "0:ok 1:ok 2:ok"},
    {"success absent", R"({"objectData": [{"leadData": {"id": 10}, "activityData": {}}]})", "0:ok"},
    {"success null",
     R"({"objectData": [{"leadData": {"id": 10}, "activityData": {"success": null}}]})", "0:ok"},
    {"no activityData", R"({"objectData": [{"leadData": {"id": 10}, "activityData": null}]})",
     "0:ok"},
    {"failure without code", R"({"objectData": [{"id": 10, "success": false}]})",
     "0:failed SERVICE_REPORTED_FAILURE"},
    {"failure without code keeps its reason",
     R"({"objectData": [{"id": 10, "success": false, "reason": "r"}]})",
     "0:failed SERVICE_REPORTED_FAILURE (r)"},
    {"null codes on success",
     R"({"objectData": [{"id": 10, "success": true, "errorCode": null, "reason": null}]})", "0:ok"},
    {"status and error",
     R"({"objectData": [{"id": 10, "status": "error", "error": {"code": "E1", "message": "m"}}]})",
     "0:failed E1 (m)"},
    {"error in activityData",
     R"({"objectData": [{"leadData": {"id": 10}, "activityData": {"error": {"code": 7, "message": "m"}}}]})",
     "0:failed 7 (m)"},
    {"error as text", R"({"objectData": [{"id": 10, "error": "boom"}]})",
     "0:failed SERVICE_REPORTED_FAILURE (boom)"},
    {"no error",
     R"({"objectData": [{"id": 10, "error": null}, {"id": 20, "error": {}}, {"id": 30, "error": ""}]})",
     "0:ok 1:ok 2:ok"},
    {"a status of words",
     R"({"objectData": [{"id": 10, "status": "failed"}, {"id": 20, "status": "ok"}]})",
     "0:failed SERVICE_REPORTED_FAILURE 1:ok"},
    {"a status of numbers",
     R"({"objectData": [{"id": 10, "status": 500}, {"id": 20, "status": 200}]})",
     "0:failed SERVICE_REPORTED_FAILURE 1:ok"},
    {"success as text",
     R"({"objectData": [{"id": 10, "success": "false"}, {"id": 20, "success": "TRUE"}]})",
     "0:failed SERVICE_REPORTED_FAILURE 1:ok"},
    {"success as number", R"({"objectData": [{"id": 10, "success": 0}, {"id": 20, "success": 1}]})",
     "0:failed SERVICE_REPORTED_FAILURE 1:ok"},
    {"codes as numbers",
     R"({"objectData": [{"id": 10, "success": false, "errorCode": 404, "reason": 1.5}]})",
     "0:failed 404 (1.5)"},
    {"fields of a failed person",
     R"({"objectData": [{"id": 10, "country": "DE", "success": false}]})",
     "0.f0='DE' 0:failed SERVICE_REPORTED_FAILURE"},
    {"all types", R"({"objectData": [{"leadData": {"id": 10, "country": true, "score": -2.5},
       "activityData": {"matchedBy": 7, "note": false}}]})",
     "0.a0=7 0.a1=false 0.f0=true 0.f1=-2.5f 0:ok"},
    {"nested values as text",
     R"({"objectData": [{"leadData": {"id": 10, "country": {"a": [1, "x"]}}, "activityData": {"note": [1, null, {"b": 2.5}]}}]})",
     R"(0.a1=json [1,null,{"b":2.5}] 0.f0=json {"a":[1,"x"]} 0:ok)"},
    {"a nested reason", R"({"objectData": [{"id": 10, "success": false, "reason": {"why": "x"}}]})",
     R"(0:failed SERVICE_REPORTED_FAILURE ({"why":"x"}))"},
    {"extra keys",
     R"({"token": "t", "apiKey": {"a": [1]}, "munchkinId": "123", "objectData": [{"id": 10}], "more": []})",
     "0:ok"},
    {"no objectData", "{}", ""},
    {"objectData null", R"({"objectData": null})", ""},
    {"objectData empty", R"({"objectData": []})", ""},
    {"errorCode null or empty",
     R"({"errorCode": "", "errorMessage": null, "objectData": [{"id": 10}]})", "0:ok"},
    {"a byte order mark", "\xEF\xBB\xBF{\"objectData\": [{\"id\": 10}]}", "0:ok"},
    {"duplicate keys", R"({"objectData": [{"id": 10, "id": 20, "country": "A", "country": "B"}]})",
     "0.f0='A' 0:ok"},
};

TEST(Callback, ShapesOfRealServices) {
  for (const Row& row : kRows) EXPECT_EQ(read(row.body).text(), row.expected) << row.what;
}

TEST(Callback, AKeyThatIsFieldAndAttributeIsBoth) {
  ChunkMaker chunk({10});
  chunk.in("status").attribute("status").attribute("error");
  EXPECT_EQ(read(R"({"objectData": [{"id": 10, "status": "failed", "error": "e"}]})", chunk).text(),
            "0.a0='failed' 0.a1='e' 0.f0='failed' 0:ok");
}

TEST(Callback, BadValuesAreBadAlone) {
  const CallbackLog log = read(
      R"({"objectData": [{"leadData": {"id": 10, "country": "a\ud800b", "score": 1e999}, "activityData": {"note": 1}},)"
      "{\"leadData\": {\"id\": 20, \"country\": \"x\xFF\"}}]}");
  EXPECT_EQ(log.values.at("0.f1"), "bad 1e999");
  EXPECT_EQ(log.values.at("0.f0").substr(0, 4), "bad ");
  EXPECT_EQ(log.values.at("1.f0").substr(0, 4), "bad ");
  EXPECT_EQ(log.values.at("0.a1"), "1");
  EXPECT_EQ(log.outcomes.size(), 2u);
}

TEST(Callback, UnreadableIsSaid) {
  for (const char* body : {"", " ", "x", "null", "1", "\"text\"", "{", "{\"objectData\": [", "[1,",
                           "{\"objectData\": [{\"id\": 10}]} trailing", "{'id': 1}", "a=1&b=2"}) {
    EXPECT_EQ(refused(body), "CALLBACK_UNREADABLE") << body;
  }
}

}  // namespace
}  // namespace stepgate::protocol::testing
