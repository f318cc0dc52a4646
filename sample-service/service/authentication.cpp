#include "service/authentication.hpp"

#include <cstdlib>
#include <optional>

#include "http/url.hpp"
#include "json/text.hpp"
#include "service/base64.hpp"
#include "service/witness_log.hpp"

namespace sample {
namespace {

// In a time that does not tell how much of the secret was right.
bool same_secret(std::string_view given, std::string_view expected) {
  unsigned difference = given.size() == expected.size() ? 0 : 1;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const char c = i < given.size() ? given[i] : '\0';
    difference |= static_cast<unsigned char>(c ^ expected[i]);
  }
  return difference == 0;
}

// What follows "Basic " or "Bearer ".
std::string_view after_word(std::string_view header, std::string_view word) {
  if (header.size() <= word.size() || header[word.size()] != ' ') return {};
  if (!equals_ignoring_case(header.substr(0, word.size()), word)) return {};
  return header.substr(word.size() + 1);
}

std::string form_decoded(const std::string& text) {
  return query_value("v=" + text, "v").value_or("");
}

Response refusal(int status, std::string_view error, std::string_view text) {
  Response response;
  response.status = status;
  response.body = "{\"error\":\"";
  response.body.append(error).append("\",\"error_description\":\"").append(text).append("\"}");
  response.headers = "Cache-Control: no-store\r\n";
  return response;
}

}  // namespace

bool Authentication::accepts(const Request& request) {
  bool good = true;
  if (options_.kind == AuthKind::kKey && !api_key_.empty()) {
    const std::string given = key_in_query_.empty()
                                  ? std::string(request.head.value("X-API-Key"))
                                  : query_value(request.query, key_in_query_).value_or("");
    good = same_secret(given, api_key_);
  } else if (options_.kind == AuthKind::kBasic) {
    const auto given = from_base64(after_word(request.head.value("Authorization"), "Basic"));
    good = same_secret(given, options_.username + ":" + options_.password);
  } else if (options_.kind == AuthKind::kOAuth2) {
    good = has_token(request);
  }
  if (!good) ++unauthorized_;
  return good;
}

bool Authentication::has_token(const Request& request) {
  const std::string given(after_word(request.head.value("Authorization"), "Bearer"));
  const auto found = tokens_.find(Issued{given, {}});
  return found != tokens_.end() && loop_.now() < found->ends;
}

std::string Authentication::challenge() const {
  if (options_.kind == AuthKind::kBasic)
    return "WWW-Authenticate: Basic realm=\"" + options_.realm + "\", charset=\"UTF-8\"\r\n";
  if (options_.kind == AuthKind::kOAuth2) return "WWW-Authenticate: Bearer\r\n";
  return {};
}

bool Authentication::handle(std::string_view path, const Request& request,
                            const Responder& responder) {
  const bool oauth2 = options_.kind == AuthKind::kOAuth2;
  if (path == "/auth/stats") {
    responder.send(stats());
  } else if (path == "/auth/revoke" && request.method == "POST") {
    revoke(request, responder);
  } else if (oauth2 && request.method == "POST" && (path == "/token" || path == "/refresh")) {
    token(request, responder, path == "/refresh");
  } else {
    return false;
  }
  return true;
}

bool Authentication::is_client(const Request& request, const std::string& body) const {
  const auto pair = from_base64(after_word(request.head.value("Authorization"), "Basic"));
  const auto in_body = query_value(body, options_.client_secret_name);
  if (options_.client_auth != ClientAuth::kBody && !pair.empty()) {
    const auto colon = pair.find(':');
    if (colon == std::string::npos) return false;
    auto id = pair.substr(0, colon), secret = pair.substr(colon + 1);
    if (options_.client_auth != ClientAuth::kBasicRaw) {
      id = form_decoded(id);
      secret = form_decoded(secret);
    }
    return id == options_.client_id && same_secret(secret, options_.client_secret);
  }
  if (options_.client_auth == ClientAuth::kBasic || options_.client_auth == ClientAuth::kBasicRaw)
    return false;
  return query_value(body, options_.client_id_name).value_or("") == options_.client_id &&
         same_secret(in_body.value_or(""), options_.client_secret);
}

void Authentication::token(const Request& request, const Responder& responder, bool refresh) {
  ++token_requests_;
  const std::string body(request.body);
  Response response;
  if (options_.token_status != 0) {
    response = refusal(options_.token_status, "injected", "a fault was asked for");
  } else if (!is_client(request, body)) {
    response = refusal(401, "invalid_client", "unknown client, or a wrong secret");
  } else if (query_value(body, options_.grant_type_name).value_or("") !=
             (refresh ? "refresh_token" : "client_credentials")) {
    response = refusal(400, "unsupported_grant_type", "another grant is served here");
  } else if (!refresh && !options_.scope.empty() &&
             query_value(body, "scope").value_or("") != options_.scope) {
    response = refusal(400, "invalid_scope", "the scope is missing or unknown");
  } else if (refresh &&
             refresh_tokens_.erase(query_value(body, "refresh_token").value_or("")) == 0) {
    response = refusal(400, "invalid_grant", "the refresh token is unknown");
  } else {
    response = granted(refresh);
  }
  if (response.status != 200) ++refused_;
  if (options_.token_delay.count() == 0) return responder.send(response);
  loop_.after(options_.token_delay, [responder, response] { responder.send(response); });
}

Response Authentication::granted(bool refresh) {
  if (refresh) ++refreshed_;
  const auto lifetime =
      options_.token_lifetime.count() > 0 ? options_.token_lifetime : std::chrono::minutes(5);
  const auto token = fresh("access");
  tokens_.insert({token, loop_.now() + options_.token_delay + lifetime});
  Response response;
  response.headers = "Cache-Control: no-store\r\n";
  response.body = "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\"";
  if (options_.token_lifetime.count() > 0) {
    const auto seconds = std::to_string((lifetime.count() + 999) / 1000);
    response.body += ",\"expires_in\":";
    response.body += options_.lifetime_as_text ? '"' + seconds + '"' : seconds;
  }
  if (options_.refresh_tokens) {
    const auto refresh_token = fresh("refresh");
    refresh_tokens_.insert(refresh_token);
    response.body += ",\"refresh_token\":\"" + refresh_token + "\"";
  }
  response.body += "}";
  return response;
}

std::string Authentication::fresh(std::string_view kind) {
  const auto number = std::to_string(++issued_);
  return std::string(kind) + "-" + number + "-" +
         sha256_hex(options_.client_secret + "/" + number).substr(0, 24);
}

void Authentication::revoke(const Request& request, const Responder& responder) {
  if (!query_value(request.query, "keep-tokens")) {
    tokens_.clear();
    refresh_tokens_.clear();
  }
  const auto number = [&](std::string_view name) -> std::optional<int> {
    const auto text = query_value(request.query, name);
    return text ? std::optional(std::atoi(text->c_str())) : std::nullopt;
  };
  if (const auto ms = number("lifetime-ms"))
    options_.token_lifetime = std::chrono::milliseconds(*ms);
  if (const auto ms = number("delay-ms")) options_.token_delay = std::chrono::milliseconds(*ms);
  if (const auto status = number("token-status")) options_.token_status = *status;
  if (auto key = query_value(request.query, "key")) api_key_ = *key;
  if (auto password = query_value(request.query, "password")) options_.password = *password;
  if (auto secret = query_value(request.query, "secret")) options_.client_secret = *secret;
  responder.send(stats());
}

Response Authentication::stats() const {
  Response response;
  const auto member = [&](std::string_view name, std::uint64_t n) {
    response.body += response.body.empty() ? "{\"" : ",\"";
    response.body.append(name).append("\":").append(std::to_string(n));
  };
  member("tokenRequests", token_requests_);
  member("refused", refused_);
  member("refreshed", refreshed_);
  member("unauthorized", unauthorized_);
  response.body += "}";
  return response;
}

std::string_view scheme_name(const AuthOptions& options) {
  switch (options.kind) {
    case AuthKind::kNone:
      return "";
    case AuthKind::kKey:
      return "apiKey";
    case AuthKind::kBasic:
      return "basic";
    case AuthKind::kOAuth2:
      return "oauth2";
  }
  return "";
}

std::string security_scheme(const AuthOptions& options, std::string_view key_in,
                            std::string_view key_name) {
  std::string out = "{";
  const auto text = [&](std::string_view name, std::string_view value) {
    out.append(out.size() == 1 ? "\"" : ", \"").append(name).append("\": \"");
    append_escaped(value, out);
    out += '"';
  };
  switch (options.kind) {
    case AuthKind::kNone:
      return {};
    case AuthKind::kKey:
      text("type", "apiKey");
      text("in", key_in);
      text("name", key_name);
      break;
    case AuthKind::kBasic:
      text("type", "http");
      text("scheme", "basic");
      if (!options.realm_required.empty())
        out.append(", \"x-realm-required\": ").append(options.realm_required);
      break;
    case AuthKind::kOAuth2:
      text("type", "oauth2");
      out += ", \"flows\": {\"clientCredentials\": {\"scopes\": {";
      if (!options.scope.empty()) out += "\"" + options.scope + "\": \"All of it\"";
      out += "}";
      text("tokenUrl", "token");
      if (options.refresh_tokens) text("refreshUrl", "refresh");
      if (options.grant_type_name != "grant_type") text("x-grantTypeName", options.grant_type_name);
      if (options.client_id_name != "client_id") text("x-clientIdName", options.client_id_name);
      if (options.client_secret_name != "client_secret")
        text("x-clientSecretName", options.client_secret_name);
      out += "}}";
      break;
  }
  return out + "}";
}

}  // namespace sample
