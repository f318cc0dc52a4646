#include "plugin/plugin_error.hpp"

#include <utility>

namespace stepgate::plugin {

namespace {

/// For a component that names none.
const char* default_remedy(stepgate_status status) noexcept {
  switch (status) {
    case STEPGATE_INVALID:
      return "Look at what was given; else ask the provider about it.";
    case STEPGATE_UNAUTHORIZED:
      return "Check the credentials with the provider.";
    case STEPGATE_REJECTED:
      return "Ask the provider about it, or try again when the service is well.";
    case STEPGATE_RETRYABLE:
    case STEPGATE_CANCELLED:
      return "Try again when the service is well.";
    case STEPGATE_UNSUPPORTED:
      return "Do without it, or ask the provider for it.";
    default:
      return "Ask the vendor of the plugin.";
  }
}

/// "SUBJECT: fact" and "SUBJECT does" without the subject, which is told before it.
std::string without_subject(const std::string& subject, std::string fact) {
  if (subject.empty() || !fact.starts_with(subject)) return fact;
  for (const std::string_view mark : {": ", " "})
    if (std::string_view(fact).substr(subject.size()).starts_with(mark))
      return fact.substr(subject.size() + mark.size());
  return fact;
}

}  // namespace

PluginCallError::PluginCallError(stepgate_status status, std::string code,
                                 const std::string& subject, std::string fact, Ms retry_after,
                                 std::string remedy)
    : Error(error_kind(status), std::move(code), subject, without_subject(subject, std::move(fact)),
            remedy.empty() ? default_remedy(status) : std::move(remedy)),
      status_(status),
      retry_after_(retry_after) {}

ErrorKind error_kind(stepgate_status status) noexcept {
  switch (status) {
    case STEPGATE_INVALID:
      return ErrorKind::invalid;
    // The service's credentials, not those of who asks the host: no 401.
    case STEPGATE_UNAUTHORIZED:
      return ErrorKind::upstream;
    case STEPGATE_REJECTED:
      return ErrorKind::upstream;
    case STEPGATE_RETRYABLE:
      return ErrorKind::unavailable;
    case STEPGATE_CANCELLED:
      return ErrorKind::unavailable;
    case STEPGATE_UNSUPPORTED:
      return ErrorKind::not_found;
    default:
      return ErrorKind::internal;
  }
}

std::string_view default_code(stepgate_status status) noexcept {
  switch (status) {
    case STEPGATE_INVALID:
      return "PLUGIN_INVALID";
    case STEPGATE_UNAUTHORIZED:
      return "PLUGIN_UNAUTHORIZED";
    case STEPGATE_REJECTED:
      return "PLUGIN_REJECTED";
    case STEPGATE_RETRYABLE:
      return "PLUGIN_RETRYABLE";
    case STEPGATE_CANCELLED:
      return "CANCELLED";
    case STEPGATE_UNSUPPORTED:
      return "PLUGIN_UNSUPPORTED";
    default:
      return "PLUGIN_FAULT";
  }
}

}  // namespace stepgate::plugin
