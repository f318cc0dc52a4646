// The one error of the host: a stable code for machines, and subject, fact and remedy for people.
#pragma once
#include <cstdint>
#include <exception>
#include <string>

namespace stepgate {

/// What kind of trouble it is. Decides the HTTP status of the API and the exit code of the CLI; the
/// code says what exactly.
enum class ErrorKind : std::uint8_t {
  invalid,       ///< what was given is wrong (HTTP 422)
  malformed,     ///< could not even be read (HTTP 400)
  unauthorized,  ///< no or wrong proof of who asks (HTTP 401)
  forbidden,     ///< known, but not allowed (HTTP 403)
  not_found,     ///< no such subject (HTTP 404)
  conflict,      ///< does not fit the present state (HTTP 409)
  too_large,     ///< a bound was passed (HTTP 413)
  upstream,      ///< a service answered wrongly or not at all (HTTP 502)
  unavailable,   ///< not now; try again (HTTP 503)
  internal       ///< our fault (HTTP 500)
};

/// Thrown inside the host; caught at the HTTP handler, the worker task and the plugin call.
/// Expected outcomes are values.
class Error : public std::exception {
 public:
  /// `code` is UPPER_SNAKE and stable. `subject` names what it is about, `fact` what is so,
  /// `remedy` what to do.
  Error(ErrorKind kind, std::string code, std::string subject, std::string fact,
        std::string remedy = {}, std::string cause = {});

  ErrorKind kind() const noexcept { return kind_; }
  const std::string& code() const noexcept { return code_; }
  const std::string& subject() const noexcept { return subject_; }
  const std::string& fact() const noexcept { return fact_; }
  const std::string& remedy() const noexcept { return remedy_; }
  /// The lower-level text (a library's words), or empty.
  const std::string& cause() const noexcept { return cause_; }
  /// "subject: fact (cause). Remedy."
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  ErrorKind kind_;
  std::string code_, subject_, fact_, remedy_, cause_, text_;
};

/// 422 for invalid, 404 for not_found, ...
int http_status(ErrorKind kind) noexcept;

}  // namespace stepgate
