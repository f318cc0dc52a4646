// The strategy with a token endpoint that a test makes up.
#pragma once
#include <gtest/gtest.h>

#include <chrono>

#include "entry.hpp"

namespace stepgate_oauth2_test {

using stepgate::sdk::HttpRequest;
using stepgate::sdk::HttpResponse;
using stepgate::sdk::Json;
using stepgate::sdk::testing::Auth;
using stepgate::sdk::testing::FakeHost;

inline HttpResponse answer(int status, std::string body) {
  HttpResponse response;
  response.outcome = STEPGATE_HTTP_ANSWERED;
  response.status = status;
  response.body = std::move(body);
  return response;
}

inline std::string header_of(const HttpRequest& request, std::string_view name) {
  for (const auto& [key, value] : request.headers)
    if (key == name) return value;
  return {};
}

inline bool in_body(const HttpRequest& request) {
  return header_of(request, "Authorization").empty();
}

constexpr const char* kToken = R"({"access_token":"t1","token_type":"Bearer","expires_in":3600})";
constexpr const char* kRefused = R"({"error":"invalid_client"})";

class OAuth2 : public ::testing::Test {
 protected:
  static Json scheme() {
    return Json::object({{"kind", "oauth2.clientCredentials"},
                         {"tokenUrl", "https://id.example/token"},
                         {"scopes", Json::array()},
                         {"grantTypeName", "grant_type"},
                         {"clientIdName", "client_id"},
                         {"clientSecretName", "client_secret"}});
  }
  static Json client(const char* id = "app", const char* secret = "s3cret") {
    return Json::object({{"clientId", id}, {"clientSecret", secret}});
  }
  auto grant(Json with, Json credential = client(), Json previous = {},
             const char* reason = "first") {
    return auth_.grant(Json::object({{"scheme", std::move(with)},
                                     {"credential", std::move(credential)},
                                     {"previous", std::move(previous)},
                                     {"reason", reason}}));
  }
  void always(int status, const std::string& body) {
    host_.on_http([=](const HttpRequest&) { return answer(status, body); });
  }
  static int64_t now() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  }
  const HttpRequest& sent(std::size_t index) const { return host_.requests().at(index); }

  FakeHost host_;
  Auth auth_{host_, stepgate_plugin_entry, "auth-oauth2-client-credentials"};
};

}  // namespace stepgate_oauth2_test
