#include "token_answer.hpp"

#include <stepgate/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace {

using stepgate::sdk::HttpResponse;
using stepgate::sdk::Json;
using stepgate::sdk::PluginError;

constexpr double kLongest = 10.0 * 365 * 24 * 3600;
constexpr int64_t kUntold = 5 * 60 * 1000;
constexpr std::size_t kLongestToken = 32u << 10;

Json parsed(const std::string& body) {
  try {
    return Json::parse(body);
  } catch (const PluginError&) {
    return {};
  }
}

/// Seconds, from a number or text; nothing for what can't be a lifetime.
std::optional<double> seconds(const Json& given) {
  double value = 0;
  if (given.is_number()) {
    value = given.number();
  } else {
    const std::string& text = given.text();
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  }
  if (!std::isfinite(value) || value <= 0) return std::nullopt;
  return std::min(value, kLongest);
}

bool is_bearer(const std::string& type) {
  static constexpr std::string_view kBearer = "bearer";
  return type.size() == kBearer.size() &&
         std::equal(type.begin(), type.end(), kBearer.begin(),
                    [](char a, char b) { return (a | 0x20) == b; });
}

bool fits_header(const std::string& token) {
  return token.size() <= kLongestToken &&
         std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

/// "error: error_description", cut; what is not JSON says nothing.
std::string words(const Json& body) {
  std::string text = body["error"].text();
  if (const std::string& more = body["error_description"].text(); !more.empty())
    text += (text.empty() ? "" : ": ") + more;
  if (text.size() > 300) text.resize(300);
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return text;
}

PluginError not_answered(const HttpResponse& response, const std::string& url) {
  const std::string text = "the token endpoint " + url + " gave no answer: " + response.error;
  if (response.outcome == STEPGATE_HTTP_REFUSED)
    return stepgate::sdk::rejected("TOKEN_URL_REFUSED", text);
  return stepgate::sdk::retryable("TOKEN_UNREACHABLE", text);
}

PluginError refusal(const HttpResponse& response, const Json& body, const std::string& url) {
  std::string text =
      "the token endpoint " + url + " answered HTTP " + std::to_string(response.status);
  if (const std::string said = words(body); !said.empty()) text += " (" + said + ")";
  const int status = response.status;
  if (body["error"].text() == "invalid_scope")
    return stepgate::sdk::unauthorized("SCOPE_REFUSED", text);
  if (status == 400 || status == 401 || status == 403 || (status >= 200 && status < 300))
    return stepgate::sdk::unauthorized("CREDENTIAL_REFUSED", text);
  if (status == 408 || status == 429 || status >= 500)
    return stepgate::sdk::retryable("TOKEN_UNAVAILABLE", text, response.retry_after_ms);
  return stepgate::sdk::rejected("TOKEN_FAILED", text);
}

}  // namespace

TokenAnswer read_token_answer(const HttpResponse& response, const std::string& url) {
  TokenAnswer answer;
  if (!response.answered()) {
    answer.failure = not_answered(response, url);
    return answer;
  }
  const Json body = parsed(response.body);
  const std::string& error = body["error"].text();
  // An error inside a 200 is real, too.
  const bool refused = !response.ok() || (!error.empty() && body["access_token"].text().empty());
  if (refused) {
    answer.failure = refusal(response, body, url);
    answer.try_otherwise = (response.ok() || response.status == 400 || response.status == 401) &&
                           error != "invalid_scope";
    return answer;
  }
  const std::string& token = body["access_token"].text();
  const std::string& type = body["token_type"].text();
  if (token.empty() || !fits_header(token)) {
    answer.failure = stepgate::sdk::rejected(
        "TOKEN_UNREADABLE",
        "the token endpoint " + url + " answered HTTP " + std::to_string(response.status) +
            (token.empty() ? " without an access_token" : " with a token that can't be sent"));
  } else if (!type.empty() && !is_bearer(type)) {
    answer.failure = stepgate::sdk::rejected(
        "TOKEN_TYPE_UNSUPPORTED", "the token endpoint " + url + " gave a token of type " +
                                      type.substr(0, 100) + "; only bearer can be sent");
  } else {
    answer.token = token;
    answer.refresh_token = body["refresh_token"].text();
    const auto lifetime = seconds(body["expires_in"]);
    answer.lifetime_given = lifetime.has_value();
    answer.lifetime_ms = lifetime ? static_cast<int64_t>(*lifetime * 1000) : kUntold;
  }
  return answer;
}
