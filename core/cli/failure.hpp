// What ends a command: the words for people, and the exit code for scripts.
#pragma once
#include <exception>
#include <string>

#include "base/error.hpp"
#include "base/json.hpp"

namespace stepgate::cli {

enum Exit : int {
  kOk = 0,
  kRefused = 1,       ///< refused, or failed at the host
  kUsage = 2,         ///< the command line is not understood
  kNotFound = 3,      ///< no such service, campaign, run, person
  kUnauthorized = 4,  ///< no or wrong admin token
  kUnreachable = 5,   ///< nobody answers at the URL
  kWorkFailed = 6,    ///< the run was aborted, or every person failed
  kInterrupted = 130
};

class Failure : public std::exception {
 public:
  Failure(int exit_code, std::string code, std::string subject, std::string fact,
          std::string remedy = {}, std::string cause = {}, Json details = {});
  static Failure usage(std::string subject, std::string fact, std::string remedy = {});
  /// From an answer of the API: application/problem+json, or whatever else stands there.
  static Failure answer(int http_status, const std::string& body, const std::string& url);
  static Failure from(const Error& error);

  int exit_code() const noexcept { return exit_code_; }
  const std::string& code() const noexcept { return code_; }
  const std::string& fact() const noexcept { return fact_; }
  const Json& details() const noexcept { return details_; }  ///< an array, or null
  /// "subject: fact (cause). Remedy. [CODE]", one line, safe to print.
  std::string line() const;
  /// The parts of it, one a line.
  std::string detail_lines() const;
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  int exit_code_;
  std::string code_, subject_, fact_, remedy_, cause_, text_;
  Json details_;
};

}  // namespace stepgate::cli
