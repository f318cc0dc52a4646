#include "errors.hpp"

namespace stepgate::adapter_openapi {

sdk::PluginError plugin_error(stepgate_status status, const Error& error) {
  return sdk::PluginError(status, error.code(), error.what());
}

}  // namespace stepgate::adapter_openapi
