// What is made of the token endpoint's answer.
#include "oauth2_room.hpp"

namespace stepgate_oauth2_test {

TEST_F(OAuth2, takes_a_lifetime_as_number_or_text) {
  const auto lifetime = [&](const std::string& member) {
    always(200, (R"({"access_token":"t","token_type":"bearer")" + member + "}"));
    const auto before = now();
    const auto reply = grant(scheme());
    const auto seconds = (reply.json()["expiresAt"].integer() - before + 500) / 1000;
    return std::pair{seconds, reply.warnings.size()};
  };
  EXPECT_EQ(lifetime(R"(,"expires_in":120)"), (std::pair<int64_t, std::size_t>{120, 0}));
  EXPECT_EQ(lifetime(R"(,"expires_in":"120")"), (std::pair<int64_t, std::size_t>{120, 0}));
  EXPECT_EQ(lifetime(R"(,"expires_in":119.5e0)"), (std::pair<int64_t, std::size_t>{120, 0}));
  for (const char* unknown : {"", R"(,"expires_in":null)", R"(,"expires_in":"soon")",
                              R"(,"expires_in":0)", R"(,"expires_in":-5)"})
    EXPECT_EQ(lifetime(unknown), (std::pair<int64_t, std::size_t>{300, 1})) << unknown;
  EXPECT_GT(lifetime(R"(,"expires_in":1e300)").first, 0);
}

TEST_F(OAuth2, compares_the_token_type_without_case) {
  for (const char* type : {R"("bearer")", R"("BEARER")", R"("Bearer")", "null"}) {
    always(200, (std::string(R"({"access_token":"t","token_type":)") + type + "}"));
    const auto reply = grant(scheme());
    ASSERT_TRUE(reply.ok()) << type;
    EXPECT_EQ(reply.json()["headers"]["Authorization"].text(), "Bearer t");
  }
  always(200, R"({"access_token":"t","token_type":"mac"})");
  EXPECT_EQ(grant(scheme()).code, "TOKEN_TYPE_UNSUPPORTED");
}

TEST_F(OAuth2, says_what_kind_of_trouble_it_is) {
  struct Case {
    int status;
    const char* body;
    stepgate_status word;
    const char* code;
  };
  for (const Case& one : {
           Case{401, kRefused, STEPGATE_UNAUTHORIZED, "CREDENTIAL_REFUSED"},
           Case{403, "<html>", STEPGATE_UNAUTHORIZED, "CREDENTIAL_REFUSED"},
           Case{200, kRefused, STEPGATE_UNAUTHORIZED, "CREDENTIAL_REFUSED"},
           Case{400, R"({"error":"invalid_scope"})", STEPGATE_UNAUTHORIZED, "SCOPE_REFUSED"},
           Case{404, "", STEPGATE_REJECTED, "TOKEN_FAILED"},
           Case{302, "", STEPGATE_REJECTED, "TOKEN_FAILED"},
           Case{503, "", STEPGATE_RETRYABLE, "TOKEN_UNAVAILABLE"},
           Case{429, "", STEPGATE_RETRYABLE, "TOKEN_UNAVAILABLE"},
           Case{200, "hello", STEPGATE_REJECTED, "TOKEN_UNREADABLE"},
           Case{200, R"({"access_token":"two words"})", STEPGATE_REJECTED, "TOKEN_UNREADABLE"},
           Case{200, R"({"access_token":17})", STEPGATE_REJECTED, "TOKEN_UNREADABLE"},
       }) {
    always(one.status, one.body);
    const auto reply = grant(scheme());
    EXPECT_EQ(reply.status, one.word) << one.status << " " << one.body;
    EXPECT_EQ(reply.code, one.code) << one.status << " " << one.body;
  }
}

TEST_F(OAuth2, tells_the_servers_words_and_its_wish_to_wait) {
  host_.on_http([](const HttpRequest&) {
    auto response = answer(429, R"({"error":"slow_down","error_description":"too often"})");
    response.retry_after_ms = 7000;
    return response;
  });
  const auto reply = grant(scheme());
  EXPECT_EQ(reply.retry_after_ms, 7000);
  EXPECT_NE(reply.message.find("HTTP 429 (slow_down: too often)"), std::string::npos)
      << reply.message;
}

TEST_F(OAuth2, trouble_on_the_way_to_the_second_try_is_no_refusal) {
  host_.on_http([](const HttpRequest& request) {
    return in_body(request) ? answer(401, kRefused) : answer(503, "");
  });
  EXPECT_EQ(grant(scheme()).status, STEPGATE_RETRYABLE);
}

TEST_F(OAuth2, no_answer_may_be_tried_again) {
  const auto reply = grant(scheme());
  EXPECT_EQ(reply.status, STEPGATE_RETRYABLE);
  EXPECT_EQ(reply.code, "TOKEN_UNREACHABLE");
}

}  // namespace stepgate_oauth2_test
