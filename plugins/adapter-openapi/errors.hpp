// The rooms inside throw stepgate::Error; across the boundary goes a status with a code and a
// sentence.
#pragma once
#include <stepgate/error.hpp>

#include "base/error.hpp"

namespace stepgate::adapter_openapi {

/// `error` with its code and words, as `status`.
sdk::PluginError plugin_error(stepgate_status status, const Error& error);

/// Runs `body`; an Error becomes a PluginError with that status.
template <class Body>
auto refusing(stepgate_status status, Body&& body) {
  try {
    return body();
  } catch (const Error& error) {
    throw plugin_error(status, error);
  }
}

}  // namespace stepgate::adapter_openapi
