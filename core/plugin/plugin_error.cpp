#include "plugin/plugin_error.hpp"

#include <utility>

namespace stepgate::plugin {

PluginCallError::PluginCallError(stepgate_status status, std::string code, std::string subject,
                                 std::string fact, Ms retry_after)
    : Error(error_kind(status), std::move(code), std::move(subject), std::move(fact)),
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
