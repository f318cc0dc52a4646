// The payload, byte for byte (docs/protocol.md section 2).
#include "protocol/submit_payload.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "chunk_maker.hpp"

namespace stepgate::protocol::testing {
namespace {

std::string write(const ChunkMaker& chunk, const SubmitOptions& options = {}) {
  JsonWriter out;
  const stepgate_chunk made = chunk.make();
  write_submit(made, options, out);
  return out.take();
}

Json written(const ChunkMaker& chunk, const SubmitOptions& options = {}) {
  return Json::parse(write(chunk, options));
}

TEST(Submit, IsWrittenByteForByte) {
  ChunkMaker chunk({7, 9007199254740993});
  chunk.out("country")
      .out("score", STEPGATE_TYPE_SCORE)
      .out("rate", STEPGATE_TYPE_FLOAT)
      .out("on")
      .out("unmapped");
  chunk.text("C\u00f4te \"d'Ivoire\"\n")
      .value(STEPGATE_INT, -5)
      .real(0.1)
      .value(STEPGATE_BOOL, 1)
      .value(STEPGATE_NULL);
  chunk.value(STEPGATE_NULL)
      .value(STEPGATE_INT, 0)
      .real(1e21)
      .value(STEPGATE_BOOL, 0)
      .value(STEPGATE_NULL);
  chunk.context(
      R"({"batchId":"41","campaignId":12,"subscription":{"munchkinId":"123-ABC-456"},"admin":{"limit":5}})");
  chunk.parameters(R"({"codeFormat":"alpha2","unset":null})");
  EXPECT_EQ(
      write(chunk),
      R"({"token":"one-time","apiCallBackKey":"own-key","batchid":"41","campaignId":12,)"
      R"("callbackUrl":"http://127.0.0.1:8001/callback/abc",)"
      R"("context":{"subscription":{"munchkinId":"123-ABC-456"},"admin":{"limit":5}},"objectData":[)"
      R"({"objectType":"lead","objectContext":{"id":7,"country":"C)"
      "\u00f4"
      R"(te \"d'Ivoire\"\n","score":-5,"rate":0.1,"on":true,"unmapped":null},)"
      R"("flowStepContext":{"codeFormat":"alpha2","unset":null}},)"
      R"({"objectType":"lead","objectContext":{"id":9007199254740993,"country":null,"score":0,"rate":1e+21,)"
      R"("on":false,"unmapped":null},"flowStepContext":{"codeFormat":"alpha2","unset":null}}]})");
}

TEST(Submit, AlwaysSendsSubscriptionAndAdmin) {
  const std::string expected =
      R"({"token":"one-time","apiCallBackKey":"own-key","batchid":"","campaignId":0,)"
      R"("callbackUrl":"http://127.0.0.1:8001/callback/abc","context":{"subscription":{},"admin":{}},)"
      R"("objectData":[{"objectType":"lead","objectContext":{"id":1},"flowStepContext":{}}]})";
  EXPECT_EQ(write(ChunkMaker({1})), expected);
  ChunkMaker nulls({1});
  nulls.context(R"({"subscription":null,"admin":null,"campaign":null,"program":null,"myTokens":null,
                    "programMember":null,"trigger":null})");
  EXPECT_EQ(write(nulls), expected);
}

TEST(Submit, SendsTheBlocksThatAreAskedFor) {
  ChunkMaker chunk({1, 2});
  chunk.context(R"({"batchId":41,"campaignId":3,"campaign":{"id":3,"name":"c"},"program":{},
      "myTokens":{"Event Date":"2024-01-01"},"programMember":{"id":8,"pmcf":{}},"trigger":{"name":"Form"}})");
  const Json payload = written(chunk);
  EXPECT_EQ(payload["batchid"].as_string(), "41");
  EXPECT_EQ(payload["context"]["campaign"]["name"].as_string(), "c");
  EXPECT_TRUE(payload["context"]["program"].is_object());
  EXPECT_EQ(payload["context"]["myTokenContext"]["Event Date"].as_string(), "2024-01-01");
  for (const Json& person : payload["objectData"].items()) {
    EXPECT_EQ(person["programMemberContext"]["id"].as_int(), 8);
    EXPECT_EQ(person["triggeringContext"]["name"].as_string(), "Form");
  }
}

TEST(Submit, AbsentIsLeftOutAndUnreadableIsNull) {
  ChunkMaker chunk({1});
  chunk.out("a").out("b").out("c").out("d");
  chunk.value(STEPGATE_ABSENT)
      .text("raw", STEPGATE_BAD)
      .text("[1]", STEPGATE_JSON)
      .real(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(written(chunk)["objectData"].at(0)["objectContext"].dump(),
            R"({"id":1,"b":null,"c":[1],"d":null})");
}

TEST(Submit, PutsHeadersIntoTheAdminBlockWhenAsked) {
  ChunkMaker chunk({1});
  chunk.context(R"({"admin":{"x-mode":"own"}})").headers(R"({"x-mode":"header","x-log":"on"})");
  EXPECT_EQ(written(chunk)["context"]["admin"].dump(), R"({"x-mode":"own"})");
  SubmitOptions options;
  options.headers_in_context = true;
  EXPECT_EQ(written(chunk, options)["context"]["admin"].dump(), R"({"x-mode":"own","x-log":"on"})");
}

TEST(Submit, RefusesAContextThatIsNoJson) {
  ChunkMaker chunk({1});
  chunk.context("{");
  EXPECT_THROW(write(chunk), Error);
}

TEST(Submit, TakesAThousandPeople) {
  std::vector<std::int64_t> ids(1000);
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<std::int64_t>(i + 1);
  ChunkMaker chunk(ids);
  chunk.out("n");
  for (int i = 0; i < 1000; ++i) chunk.value(STEPGATE_INT, i);
  const Json payload = written(chunk);
  ASSERT_EQ(payload["objectData"].size(), 1000u);
  EXPECT_EQ(payload["objectData"].at(999)["objectContext"]["n"].as_int(), 999);
  EXPECT_EQ(payload["objectData"].at(999)["objectContext"]["id"].as_int(), 1000);
}

}  // namespace
}  // namespace stepgate::protocol::testing
