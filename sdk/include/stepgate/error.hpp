// How a component says that it could not: throw a PluginError; it becomes a status, a code and a
// sentence.
#pragma once
#include <stepgate/abi.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace stepgate::sdk {

/// Thrown by a component's functions and turned into the call's answer by the veneer. Never crosses
/// to the host.
class PluginError : public std::runtime_error {
 public:
  /// `code` is UPPER_SNAKE and stable; `message` is a sentence for people; a second line
  /// ("\n") may say what they can do about it.
  /// `retry_after_ms`, with STEPGATE_RETRYABLE: not before that; -1 leaves it to the host.
  PluginError(stepgate_status status, std::string code, const std::string& message,
              int64_t retry_after_ms = -1)
      : std::runtime_error(message),
        status_(status == STEPGATE_OK ? STEPGATE_INTERNAL : status),
        code_(std::move(code)),
        retry_after_ms_(retry_after_ms) {}

  stepgate_status status() const noexcept { return status_; }
  const std::string& code() const noexcept { return code_; }
  int64_t retry_after_ms() const noexcept { return retry_after_ms_; }

 private:
  stepgate_status status_;
  std::string code_;
  int64_t retry_after_ms_;
};

// One maker for each word of the retry policy: `throw invalid("CREDENTIAL_INVALID", "apiKey:
// missing");`
inline PluginError invalid(std::string code, const std::string& message) {
  return PluginError(STEPGATE_INVALID, std::move(code), message);
}
inline PluginError rejected(std::string code, const std::string& message) {
  return PluginError(STEPGATE_REJECTED, std::move(code), message);
}
inline PluginError unauthorized(std::string code, const std::string& message) {
  return PluginError(STEPGATE_UNAUTHORIZED, std::move(code), message);
}
inline PluginError retryable(std::string code, const std::string& message,
                             int64_t retry_after_ms = -1) {
  return PluginError(STEPGATE_RETRYABLE, std::move(code), message, retry_after_ms);
}
inline PluginError unsupported(std::string code, const std::string& message) {
  return PluginError(STEPGATE_UNSUPPORTED, std::move(code), message);
}
inline PluginError internal_fault(std::string code, const std::string& message) {
  return PluginError(STEPGATE_INTERNAL, std::move(code), message);
}

}  // namespace stepgate::sdk
