#include "adapter_room.hpp"
#include "chunk_maker.hpp"

namespace stepgate::adapter_test {
namespace {

using protocol::testing::ChunkMaker;

class Submit : public AdapterRoom {
 protected:
  static ChunkMaker one_person() {
    ChunkMaker chunk({5});
    chunk.out("country").text("Deutschland");
    chunk.context(
        R"({"batchId":"41","campaignId":12,"subscription":{"munchkinId":"123-ABC-456"},"admin":{}})");
    chunk.parameters(R"({"mode":"alpha2"})");
    return chunk;
  }
  plugin::SubmitEnd submit(const ChunkMaker& chunk, Json settings = Json::object()) {
    const stepgate_chunk made = chunk.make();
    Lines lines;
    auto end = session(std::move(settings))->submit(context(), made, {1, 2}, lines);
    EXPECT_EQ(lines.text, "");
    return end;
  }
  std::string outcome() {
    const plugin::SubmitEnd end = submit(one_person());
    return end.end.code + ' ' + std::to_string(end.end.status);
  }
};

TEST_F(Submit, PostsTheChunk) {
  door.answer(201).after_body = 12;
  const plugin::SubmitEnd end = submit(one_person());
  EXPECT_EQ(end.end.status, STEPGATE_OK);
  EXPECT_EQ(end.disposition, STEPGATE_ACCEPTED);
  EXPECT_EQ(end.http_status, 201);
  EXPECT_EQ(end.http_outcome, STEPGATE_HTTP_ANSWERED);
  EXPECT_EQ(end.after_body, 12);
  EXPECT_EQ(end.retry_after, -1);
  ASSERT_EQ(door.asked.size(), 1u);
  const Asked& asked = door.asked[0];
  EXPECT_EQ(asked.method, "POST");
  EXPECT_EQ(asked.url, "http://h/v2/submitAsyncAction");
  EXPECT_TRUE(asked.authorize);
  EXPECT_TRUE(asked.fresh);
  EXPECT_FALSE(asked.redirects);
  EXPECT_EQ(asked.timeout, 0);
  EXPECT_EQ(asked.header("Content-Type"), "application/json");
  EXPECT_EQ(
      asked.body,
      R"({"token":"one-time","apiCallBackKey":"own-key","batchid":"41","campaignId":12,)"
      R"("callbackUrl":"http://127.0.0.1:8001/callback/abc",)"
      R"("context":{"subscription":{"munchkinId":"123-ABC-456"},"admin":{}},)"
      R"("objectData":[{"objectType":"lead","objectContext":{"id":5,"country":"Deutschland"},)"
      R"("flowStepContext":{"mode":"alpha2"}}]})");
}

TEST_F(Submit, AnyTwoHundredAccepts) {
  for (const int status : {200, 201, 202, 204, 299}) {
    door.answer(status, "whatever");
    EXPECT_EQ(submit(one_person()).disposition, STEPGATE_ACCEPTED) << status;
  }
}

TEST_F(Submit, AnAnswerWhoseBodyBrokeStillCounts) {
  plugin::HttpReply& reply = door.answer(202);
  reply.outcome = STEPGATE_HTTP_BROKEN;
  reply.error = "cut";
  EXPECT_EQ(submit(one_person()).end.status, STEPGATE_OK);
}

TEST_F(Submit, SendsHeaderParameters) {
  door.answer(201);
  ChunkMaker chunk = one_person();
  chunk.headers(R"({"x-mode": "fast", "x-count": 5, "x-on": true, "x-unset": null})");
  submit(chunk);
  EXPECT_EQ(door.asked[0].header("x-mode"), "fast");
  EXPECT_EQ(door.asked[0].header("x-count"), "5");
  EXPECT_EQ(door.asked[0].header("x-on"), "true");
  EXPECT_EQ(door.asked[0].header("x-unset"), "");
  EXPECT_EQ(door.asked[0].body.find("x-mode"), std::string::npos);
}

TEST_F(Submit, PutsHeadersIntoTheContextWhenSet) {
  door.answer(201);
  ChunkMaker chunk = one_person();
  chunk.headers(R"({"x-mode": "fast"})");
  submit(chunk, Json::object({{"headersInContext", true}, {"maxResponseBytes", 1000}}));
  EXPECT_EQ(door.asked[0].header("x-mode"), "fast");
  EXPECT_EQ(door.asked[0].max_bytes, 1000u);
  EXPECT_EQ(Json::parse(door.asked[0].body).pointer("/context/admin/x-mode").as_string(), "fast");
}

TEST_F(Submit, HeadersThatCanNotBeSentStopItBeforeAnythingLeaves) {
  for (const char* headers :
       {R"({"Host": "x"})", R"({"content-length": "5"})", R"({"X-API-KEY": "x"})",
        R"({"authorization": "x"})", R"({"bad name": "x"})", R"({"x-a": "line\r\nbreak: 1"})",
        R"({"x-a": "\u00e4"})", "{"}) {
    ChunkMaker chunk = one_person();
    chunk.headers(headers);
    const plugin::SubmitEnd end = submit(chunk);
    EXPECT_EQ(end.end.status, STEPGATE_INVALID) << headers;
    EXPECT_EQ(end.http_status, 0) << headers;
    EXPECT_FALSE(end.end.message.empty()) << headers;
  }
  EXPECT_TRUE(door.asked.empty());
}

TEST_F(Submit, AnswersBecomeTheHostsWords) {
  const std::pair<int, int> rows[] = {
      {400, STEPGATE_REJECTED},  {401, STEPGATE_UNAUTHORIZED}, {403, STEPGATE_REJECTED},
      {408, STEPGATE_RETRYABLE}, {413, STEPGATE_REJECTED},     {429, STEPGATE_RETRYABLE},
      {301, STEPGATE_REJECTED},  {500, STEPGATE_REJECTED},     {502, STEPGATE_REJECTED},
  };
  for (const auto& [status, word] : rows) {
    door.answer(status, "why").after_body = 60'000;
    EXPECT_EQ(outcome(), "HTTP_" + std::to_string(status) + ' ' + std::to_string(word));
  }
}

TEST_F(Submit, AServiceThatIsUnavailableIsTriedAgainOnlyWhenItSaysSoOrIsQuick) {
  door.answer(503).after_body = 20;
  EXPECT_EQ(outcome(), code_status("HTTP_503", STEPGATE_RETRYABLE));
  door.answer(503).after_body = 20'000;
  EXPECT_EQ(outcome(), code_status("HTTP_503", STEPGATE_REJECTED));
  plugin::HttpReply& reply = door.answer(503);
  reply.after_body = 20'000;
  reply.retry_after = 7'000;
  const plugin::SubmitEnd end = submit(one_person());
  EXPECT_EQ(end.end.status, STEPGATE_RETRYABLE);
  EXPECT_EQ(end.retry_after, 7'000);
}

TEST_F(Submit, NoAnswerSaysHowFarItCame) {
  const std::tuple<int, const char*, int> rows[] = {
      {STEPGATE_HTTP_NOT_SENT, "NOT_SENT", STEPGATE_RETRYABLE},
      {STEPGATE_HTTP_BROKEN, "CONNECTION_BROKEN", STEPGATE_REJECTED},
      {STEPGATE_HTTP_TIMEOUT, "ANSWER_TIMEOUT", STEPGATE_REJECTED},
      {STEPGATE_HTTP_REFUSED, "REQUEST_REFUSED", STEPGATE_REJECTED},
  };
  for (const auto& [how_far, code, word] : rows) {
    door.no_answer(how_far, "reason");
    const plugin::SubmitEnd end = submit(one_person());
    EXPECT_EQ(end.end.code, code);
    EXPECT_EQ(end.end.status, word) << code;
    EXPECT_EQ(end.http_status, 0);
    EXPECT_EQ(end.http_outcome, how_far);
    EXPECT_NE(end.end.message.find("reason"), std::string::npos);
  }
}

}  // namespace
}  // namespace stepgate::adapter_test
