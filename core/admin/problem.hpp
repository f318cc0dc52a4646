// Refusals in one shape: application/problem+json (docs/api.md, "Errors").
#pragma once
#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "base/detailed_error.hpp"
#include "http/server_response.hpp"

namespace stepgate::admin {

inline constexpr std::string_view kProblemMedia = "application/problem+json";

/// A refusal of HTTP's own, whose status says more than its kind.
class HttpError : public Error {
 public:
  HttpError(int status, std::string code, std::string subject, std::string fact,
            std::string remedy = {}, std::pair<std::string, std::string> header = {})
      : Error(ErrorKind::invalid, std::move(code), std::move(subject), std::move(fact),
              std::move(remedy)),
        status_(status),
        header_(std::move(header)) {}
  int status() const noexcept { return status_; }
  const std::pair<std::string, std::string>& header() const noexcept { return header_; }

 private:
  int status_;
  std::pair<std::string, std::string> header_;
};

int status_of(const Error& error) noexcept;
Json problem_json(const Error& error);
/// What is no Error is told as INTERNAL, without its words; the log has them.
Json problem_json(const std::exception_ptr& thrown);
/// Answers for a handler that threw before it answered.
void answer_problem(http::ServerResponse& response, const std::exception_ptr& thrown);

}  // namespace stepgate::admin
