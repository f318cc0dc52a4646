// What a component's refusal becomes in the host.
#pragma once
#include <stepgate/abi.h>

#include <string>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace stepgate::plugin {

/// A component said no. The code is the component's own; the status is what the host's retry policy
/// goes by.
class PluginCallError : public Error {
 public:
  PluginCallError(stepgate_status status, std::string code, const std::string& subject,
                  std::string fact, Ms retry_after, std::string remedy = {});
  stepgate_status status() const noexcept { return status_; }
  Ms retry_after() const noexcept { return retry_after_; }  ///< -1: not said

 private:
  stepgate_status status_;
  Ms retry_after_;
};

ErrorKind error_kind(stepgate_status status) noexcept;
/// The code for a component that gave none: "PLUGIN_REJECTED", ...
std::string_view default_code(stepgate_status status) noexcept;

}  // namespace stepgate::plugin
