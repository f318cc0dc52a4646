#include "token_request.hpp"

#include <stepgate/encoding.hpp>

#include <algorithm>

using stepgate::sdk::Json;

std::string_view style_name(ClientStyle style) {
  switch (style) {
    case ClientStyle::body:
      return "body";
    case ClientStyle::basic:
      return "basic";
    case ClientStyle::basic_raw:
      return "basic-raw";
  }
  return "body";
}

std::vector<ClientStyle> styles(const std::string& remembered, const std::string& id,
                                const std::string& secret) {
  std::vector<ClientStyle> all{ClientStyle::body, ClientStyle::basic};
  const bool differs =
      stepgate::sdk::form_encode(id) != id || stepgate::sdk::form_encode(secret) != secret;
  if (differs && id.find(':') == std::string::npos) all.push_back(ClientStyle::basic_raw);
  std::stable_partition(all.begin(), all.end(),
                        [&](ClientStyle style) { return style_name(style) == remembered; });
  return all;
}

std::string scope_of(const Json& scheme, const Json& credential) {
  if (const std::string& own = credential["scope"].text(); !own.empty()) return own;
  std::string scope;
  for (const Json& one : scheme["scopes"].items()) {
    if (!scope.empty()) scope += ' ';
    scope += one.text();
  }
  return scope;
}

stepgate::sdk::HttpRequest token_request(const Json& scheme, const Json& credential,
                                         ClientStyle style, const std::string& refresh_token) {
  const std::string& id = credential["clientId"].text();
  const std::string& secret = credential["clientSecret"].text();
  const bool refresh = !refresh_token.empty();
  std::vector<std::pair<std::string, std::string>> form;
  form.emplace_back(scheme["grantTypeName"].text_or("grant_type"),
                    refresh ? "refresh_token" : "client_credentials");
  if (refresh) form.emplace_back("refresh_token", refresh_token);
  if (style == ClientStyle::body) {
    form.emplace_back(scheme["clientIdName"].text_or("client_id"), id);
    form.emplace_back(scheme["clientSecretName"].text_or("client_secret"), secret);
  }
  if (const std::string scope = scope_of(scheme, credential); !scope.empty() && !refresh)
    form.emplace_back("scope", scope);

  stepgate::sdk::HttpRequest request;
  request.method = "POST";
  request.url = scheme[refresh ? "refreshUrl" : "tokenUrl"].text();
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"}};
  request.body = stepgate::sdk::form_body(form);
  request.max_response_bytes = 256u << 10;
  if (style == ClientStyle::body) return request;
  const bool encoded = style == ClientStyle::basic;
  const std::string pair =
      encoded ? stepgate::sdk::form_encode(id) + ':' + stepgate::sdk::form_encode(secret)
              : id + ':' + secret;
  request.headers.emplace_back("Authorization", "Basic " + stepgate::sdk::base64(pair));
  return request;
}
