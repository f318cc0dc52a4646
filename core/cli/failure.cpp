#include "cli/failure.hpp"

#include "base/text.hpp"
#include "cli/terminal_text.hpp"

namespace stepgate::cli {
namespace {

constexpr std::size_t kMostDetails = 20;

int exit_of(int http_status) {
  switch (http_status) {
    case 401:
    case 403:
      return kUnauthorized;
    case 404:
      return kNotFound;
    default:
      return kRefused;
  }
}

std::string sentence(std::string text) {
  text = std::string(trim(text));
  if (!text.empty() && text.back() != '.' && text.back() != '!' && text.back() != '?') text += '.';
  return text;
}

std::string remedy_for(int http_status) {
  if (http_status == 401)
    return "Name the file with the host's admin token: --token-file FILE or STEPGATE_TOKEN_FILE.";
  return {};
}

}  // namespace

Failure::Failure(int exit_code, std::string code, std::string subject, std::string fact,
                 std::string remedy, std::string cause, Json details)
    : exit_code_(exit_code),
      code_(std::move(code)),
      subject_(std::move(subject)),
      fact_(std::move(fact)),
      remedy_(std::move(remedy)),
      cause_(std::move(cause)),
      details_(std::move(details)) {
  text_ = line();
}

Failure Failure::usage(std::string subject, std::string fact, std::string remedy) {
  return {kUsage, "USAGE", std::move(subject), std::move(fact), std::move(remedy)};
}

Failure Failure::answer(int http_status, const std::string& body, const std::string& url) {
  Json problem;
  try {
    problem = Json::parse(body);
  } catch (const Error&) {
    // Not of the API: a proxy's page, or another server. Its status is all that can be told.
  }
  if (!problem["code"].is_string())
    return {
        exit_of(http_status), "HTTP_" + std::to_string(http_status), url,
        "answered " + std::to_string(http_status) + " without saying why",
        http_status == 401 ? remedy_for(401) : "Check that the URL is that of a Stepgate host."};
  auto fact = problem["fact"].as_string();
  auto subject = problem["subject"].as_string();
  auto remedy = problem["remedy"].as_string();
  if (fact.empty()) {
    fact = problem["detail"].string_or(problem["title"].string_or("failed"));
    subject.clear();
    remedy.clear();
  }
  // The API tells programs how to send a token; here somebody needs to know where it is.
  if (remedy.empty() || http_status == 401) remedy = remedy_for(http_status);
  return {exit_of(http_status), problem["code"].as_string(),  std::move(subject), std::move(fact),
          std::move(remedy),    problem["cause"].as_string(), problem["errors"]};
}

Failure Failure::from(const Error& error) {
  return {exit_of(http_status(error.kind())),
          error.code(),
          error.subject(),
          error.fact(),
          error.remedy(),
          error.cause()};
}

std::string Failure::line() const {
  std::string text = subject_.empty() ? "" : subject_ + ": ";
  text += fact_;
  if (!cause_.empty() && fact_.find(cause_) == std::string::npos) text += " (" + cause_ + ")";
  text = sentence(text);
  if (!remedy_.empty()) text += ' ' + sentence(remedy_);
  return printable(text) + " [" + printable(code_) + "]";
}

std::string Failure::detail_lines() const {
  std::string text;
  std::size_t shown = 0;
  for (const auto& one : details_.items()) {
    // Steps of a check are shown as ticks by whom they concern.
    const auto& message = one["message"].as_string();
    if (one.has("step") || message.empty() || message == fact_) continue;
    if (shown++ == kMostDetails) break;
    text += "  - " + printable(sentence(message));
    if (!one["remedy"].as_string().empty())
      text += ' ' + printable(sentence(one["remedy"].as_string()));
    if (!one["code"].as_string().empty()) text += " [" + printable(one["code"].as_string()) + "]";
    text += '\n';
  }
  if (details_.size() > kMostDetails && shown > kMostDetails)
    text += "  and " + std::to_string(details_.size() - kMostDetails) + " more\n";
  return text;
}

}  // namespace stepgate::cli
