#include "adapter_room.hpp"
#include "chunk_maker.hpp"

namespace stepgate::adapter_test {
namespace {

using protocol::testing::ChunkMaker;

class CallbackSlots : public AdapterRoom {
 protected:
  std::string read(std::string_view body) {
    ChunkMaker chunk({10, 20});
    chunk.in("code").in("score", STEPGATE_TYPE_SCORE).attribute("by");
    stepgate_chunk made = chunk.make();
    made.token = {accepted_.data(), accepted_.size()};
    plugin::CallbackView view;
    view.headers = {{"X-Callback-Token", "one-time"}, {"X-Api-Key", "own-key"}};
    view.headers.insert(view.headers.begin(), more_.begin(), more_.end());
    view.body = body;
    Lines lines;
    const plugin::CallEnd end = session()->on_callback(context(), made, view, lines);
    if (end.status == STEPGATE_OK) return std::string(trim(lines.text));
    return end.code + ' ' + std::to_string(end.status);
  }
  std::string accepted_;
  std::vector<std::pair<std::string, std::string>> more_;  ///< headers in front of the usual ones
};

TEST_F(CallbackSlots, ResultsGoToTheHost) {
  EXPECT_EQ(read(R"({"munchkinId": "m", "objectData": [
      {"leadData": {"id": 10, "code": "DE", "score": 5}, "activityData": {"success": true, "by": "name"}},
      {"leadData": {"id": 20}, "activityData": {"success": false, "errorCode": "X", "reason": "r"}}]})"),
            "0 f0=DE 0 f1=5 0 a0=name 0 ok=/ 1 failed=X/r");
}

TEST_F(CallbackSlots, DeviationsAreWarnings) {
  EXPECT_EQ(read(R"({"munchkinId": "m", "objectData": [{"id": 10, "other": 1, "success": true},
      {"id": 10, "success": true}, {"id": 99}]})"),
            "warn 0 PERSON_TWICE 0 ok=/ warn -1 ENTRY_FLAT warn -1 KEY_UNKNOWN warn -1 "
            "PERSON_UNKNOWN");
}

TEST_F(CallbackSlots, ThePlacesOfTokenAndKeyAreJudged) {
  const std::string_view body = R"({"munchkinId": "m"})";
  EXPECT_EQ(read(body), "");
  more_ = {{"X-Callback-Token", " "}, {"x-api-key", "another"}};
  EXPECT_EQ(read(body), "warn -1 TOKEN_IN_BODY warn -1 CALLBACK_KEY_OTHER");
  more_ = {{"X-Callback-Token", ""}, {"Authorization", "Bearer one-time"}};
  EXPECT_EQ(read(body), "warn -1 TOKEN_IN_AUTHORIZATION");
  more_ = {{"X-Api-Key", ""}};
  EXPECT_EQ(read(body), "warn -1 CALLBACK_KEY_MISSING");
}

TEST_F(CallbackSlots, TheTokenIsJudgedByThePlaceThatWasAccepted) {
  const std::string_view body = R"({"munchkinId": "m", "token": "good"})";
  accepted_ = "one-time";
  more_ = {{"Authorization", "Bearer another"}};
  EXPECT_EQ(read(body), "") << "the right header is enough";
  accepted_ = "good";
  EXPECT_EQ(read(body), "warn -1 TOKEN_IN_BODY") << "the header held another one";
  more_ = {{"Authorization", "bearer  good "}};
  EXPECT_EQ(read(body), "warn -1 TOKEN_IN_AUTHORIZATION");
}

TEST_F(CallbackSlots, AByteOrderMarkIsAWarning) {
  EXPECT_EQ(read("\xEF\xBB\xBF{\"munchkinId\": \"m\"}"), "warn -1 BYTE_ORDER_MARK");
}

TEST_F(CallbackSlots, NumbersOfTextsKeepTheirDigits) {
  EXPECT_EQ(read(R"({"munchkinId": "m", "objectData": [{"leadData": {"id": 10,
      "code": 123456789012345678901234567890, "score": 5},
      "activityData": {"success": true, "by": 0.10000000000000000555}}]})"),
            "0 f0=123456789012345678901234567890 0 f1=5 0 a0=0.10000000000000000555 0 ok=/");
}

TEST_F(CallbackSlots, AListThatIsNoneIsUnreadable) {
  for (const char* list : {"5", "true", "\"none\"", "1.5"}) {
    EXPECT_EQ(read(std::string(R"({"munchkinId": "m", "objectData": )") + list + "}"),
              code_status("CALLBACK_UNREADABLE", STEPGATE_INVALID))
        << list;
  }
  EXPECT_EQ(read(R"({"munchkinId": "m", "objectData": null})"), "");
  EXPECT_EQ(read(R"({"munchkinId": "m", "errorCode": "X", "objectData": 5})"), "chunk X/");
}

TEST_F(CallbackSlots, AChunkErrorIsOne) {
  EXPECT_EQ(read(R"({"munchkinId": "m", "errorCode": "DOWN", "errorMessage": "m"})"),
            "chunk DOWN/m");
}

TEST_F(CallbackSlots, AnUnreadableBodyIsInvalid) {
  EXPECT_EQ(read("nonsense"), code_status("CALLBACK_UNREADABLE", STEPGATE_INVALID));
  EXPECT_EQ(read(""), code_status("CALLBACK_UNREADABLE", STEPGATE_INVALID));
}

TEST_F(CallbackSlots, TokensAreFoundInAllPlaces) {
  plugin::CallbackView view;
  view.headers = {{"Authorization", "Bearer two"}, {"X-Callback-Token", "one"}};
  view.body = R"({"token": "three"})";
  std::vector<std::string> offered;
  const auto session_ref = session();
  EXPECT_TRUE(session_ref->find_token(context(), view, [&](std::string_view token) {
    offered.emplace_back(token);
    return token == "three";
  }));
  EXPECT_EQ(offered, (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_FALSE(session_ref->find_token(context(), view, [](std::string_view) { return false; }));
}

TEST_F(CallbackSlots, TokensAreMade) {
  const auto session_ref = session();
  const Json request = Json::object({{"munchkinId", "123-ABC-456"}});
  const std::string token = session_ref->make_token(context(), std::string(16, 'r'), request);
  EXPECT_EQ(from_base64(token)->substr(0, 11), "123-ABC-456");
  EXPECT_EQ(refusal([&] { session_ref->make_token(context(), "short", request); }),
            code_status("TOKEN_INPUT_INVALID", STEPGATE_INVALID));
}

TEST_F(CallbackSlots, AnswersAreWorded) {
  const Json with =
      Json::parse(session()->answer(context(), STEPGATE_ANSWER_LATE, "r1", "too late"));
  EXPECT_EQ(with.dump(), R"({"requestId":"r1","status":200,"message":"too late","late":true})");
  const Json without = Json::parse(provider().answer(context(), STEPGATE_ANSWER_UNKNOWN, "r2", ""));
  EXPECT_EQ(without["status"].as_int(), 404);
}

}  // namespace
}  // namespace stepgate::adapter_test
