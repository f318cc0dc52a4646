// What is sent to the token endpoint.
#include "oauth2_room.hpp"

namespace stepgate_oauth2_test {

TEST_F(OAuth2, asks_with_id_and_secret_in_the_body_first) {
  always(200, kToken);
  const auto reply = grant(scheme(), client("app 1", "s&=+ä"));
  ASSERT_TRUE(reply.ok()) << reply.message;
  EXPECT_EQ(reply.json()["headers"]["Authorization"].text(), "Bearer t1");
  EXPECT_TRUE(reply.json()["renewable"].boolean());
  ASSERT_EQ(host_.requests().size(), 1u);
  EXPECT_EQ(sent(0).method, "POST");
  EXPECT_EQ(sent(0).url, "https://id.example/token");
  EXPECT_EQ(sent(0).body,
            "grant_type=client_credentials&client_id=app+1&client_secret=s%26%3D%2B%C3%A4");
  EXPECT_EQ(header_of(sent(0), "Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_FALSE(sent(0).authorize);
  EXPECT_FALSE(sent(0).redirects);
}

TEST_F(OAuth2, renames_the_parameters) {
  always(200, kToken);
  auto renamed = scheme();
  renamed.set("grantTypeName", "grant").set("clientIdName", "id").set("clientSecretName", "key");
  ASSERT_TRUE(grant(renamed).ok());
  EXPECT_EQ(sent(0).body, "grant=client_credentials&id=app&key=s3cret");
}

TEST_F(OAuth2, names_a_scope_only_when_somebody_does) {
  always(200, kToken);
  auto scoped = scheme();
  scoped.set("scopes", Json::array({"read", "write"}));
  ASSERT_TRUE(grant(scoped).ok());
  auto credential = client();
  credential.set("scope", "admin");
  ASSERT_TRUE(grant(scoped, credential).ok());
  EXPECT_NE(sent(0).body.find("&scope=read+write"), std::string::npos);
  EXPECT_NE(sent(1).body.find("&scope=admin"), std::string::npos);
}

TEST_F(OAuth2, tries_basic_form_encoded_and_then_raw) {
  host_.on_http([](const HttpRequest& request) {
    // base64("a b:c/d")
    return header_of(request, "Authorization") == "Basic YSBiOmMvZA==" ? answer(200, kToken)
                                                                       : answer(401, kRefused);
  });
  const auto reply = grant(scheme(), client("a b", "c/d"));
  ASSERT_TRUE(reply.ok()) << reply.message;
  ASSERT_EQ(host_.requests().size(), 3u);
  EXPECT_TRUE(in_body(sent(0)));
  EXPECT_EQ(header_of(sent(1), "Authorization"), "Basic YStiOmMlMkZk");  // "a+b:c%2Fd"
  EXPECT_EQ(sent(1).body, "grant_type=client_credentials");
  EXPECT_EQ(reply.json()["state"]["client"].text(), "basic-raw");
}

TEST_F(OAuth2, tries_basic_once_when_both_forms_are_the_same) {
  always(400, kRefused);
  const auto reply = grant(scheme());
  EXPECT_EQ(reply.status, STEPGATE_UNAUTHORIZED);
  EXPECT_EQ(reply.code, "CREDENTIAL_REFUSED");
  EXPECT_EQ(host_.requests().size(), 2u);
}

TEST_F(OAuth2, remembers_what_worked) {
  host_.on_http([](const HttpRequest& request) {
    return in_body(request) ? answer(401, kRefused) : answer(200, kToken);
  });
  const auto first = grant(scheme()).json();
  const auto again = grant(scheme(), client(), first, "expiring");
  ASSERT_TRUE(again.ok());
  ASSERT_EQ(host_.requests().size(), 3u);
  EXPECT_FALSE(in_body(sent(2)));
  EXPECT_EQ(again.json()["state"]["client"].text(), "basic");
}

TEST_F(OAuth2, does_not_try_otherwise_where_it_would_not_help) {
  for (const auto& [status, body] : {std::pair{400, R"({"error":"invalid_scope"})"},
                                     {403, kRefused},
                                     {500, "oops"},
                                     {429, "slowly"}}) {
    always(status, body);
    const auto before = host_.requests().size();
    EXPECT_FALSE(grant(scheme()).ok());
    EXPECT_EQ(host_.requests().size(), before + 1) << status;
  }
}

TEST_F(OAuth2, refreshes_only_with_both_a_refresh_token_and_a_refresh_url) {
  always(200, R"({"access_token":"t1","refresh_token":"r1"})");
  auto refreshable = scheme();
  refreshable.set("refreshUrl", "https://id.example/refresh");
  const auto first = grant(refreshable).json();
  EXPECT_EQ(sent(0).url, "https://id.example/token");
  const auto second = grant(refreshable, client(), first, "expiring").json();
  EXPECT_EQ(sent(1).url, "https://id.example/refresh");
  EXPECT_EQ(sent(1).body,
            "grant_type=refresh_token&refresh_token=r1&client_id=app&client_secret=s3cret");
  EXPECT_EQ(second["state"]["refreshToken"].text(), "r1");
  grant(scheme(), client(), first, "expiring");
  EXPECT_EQ(sent(2).url, "https://id.example/token");
  always(200, kToken);
  const auto without = grant(refreshable).json();
  grant(refreshable, client(), without, "expiring");
  EXPECT_EQ(sent(4).url, "https://id.example/token");
}

TEST_F(OAuth2, asks_anew_when_the_refresh_is_refused) {
  host_.on_http([](const HttpRequest& request) {
    return request.url == "https://id.example/refresh" ? answer(400, R"({"error":"invalid_grant"})")
                                                       : answer(200, kToken);
  });
  auto refreshable = scheme();
  refreshable.set("refreshUrl", "https://id.example/refresh");
  const Json previous =
      Json::object({{"state", Json::object({{"client", "basic"}, {"refreshToken", "r1"}})}});
  const auto reply = grant(refreshable, client(), previous, "expiring");
  ASSERT_TRUE(reply.ok()) << reply.message;
  ASSERT_EQ(host_.requests().size(), 2u);
  EXPECT_FALSE(in_body(sent(0)));
  EXPECT_FALSE(in_body(sent(1)));
  EXPECT_FALSE(reply.json()["state"].has("refreshToken"));
}

TEST_F(OAuth2, names_the_input_that_is_missing) {
  EXPECT_EQ(grant(scheme(), client("", "s")).message.substr(0, 9), "clientId:");
  EXPECT_EQ(grant(scheme(), client("a", "")).message.substr(0, 13), "clientSecret:");
  EXPECT_TRUE(host_.requests().empty());
}

}  // namespace stepgate_oauth2_test
