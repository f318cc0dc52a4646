// What one plugin file sees of the host: stepgate_host and the services it can get from it.
#pragma once
#include <stepgate/abi.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "plugin/services.hpp"

namespace stepgate::plugin {

/// Stays where it is for as long as code of the plugin may run. Settings are complete before create
/// is called.
class HostTable {
 public:
  HostTable(std::string file, std::shared_ptr<HostServices> services);
  HostTable(const HostTable&) = delete;
  HostTable& operator=(const HostTable&) = delete;

  void set_settings(const std::string& component, Json values) {
    settings_[component] = std::move(values);
  }
  const stepgate_host* raw() const noexcept { return &host_; }

 private:
  struct Services;  // the C functions

  std::string file_;
  std::shared_ptr<HostServices> services_;
  std::map<std::string, Json, std::less<>> settings_;
  stepgate_host host_{};
};

}  // namespace stepgate::plugin
