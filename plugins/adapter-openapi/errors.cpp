#include "errors.hpp"

namespace stepgate::adapter_openapi {

sdk::PluginError plugin_error(stepgate_status status, const Error& error) {
  std::string text = error.subject() + ": " + error.fact();
  if (!error.cause().empty()) text += " (" + error.cause() + ")";
  if (!error.remedy().empty()) text += "\n" + error.remedy();
  return sdk::PluginError(status, error.code(), text);
}

}  // namespace stepgate::adapter_openapi
