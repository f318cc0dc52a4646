// From a private copy to running components, on the loader thread.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/component.hpp"
#include "plugin/settings.hpp"

namespace stepgate::plugin {

/// Settings by component.
using AllSettings = std::map<std::string, SettingTexts, std::less<>>;

struct LoadJob {
  std::string file;  ///< where the admin dropped it
  std::string sha256;
  std::filesystem::path copy;
  const AllSettings* settings = nullptr;
  /// The file that holds a component of that id already, or empty.
  std::function<std::string(std::string_view id)> holder_of;
  std::shared_ptr<HostServices> services;
  std::shared_ptr<LoaderThread> loader;
};

struct LoadedComponents {
  std::string build;
  std::vector<ComponentRef> components;
};

/// All of it or nothing. Throws Refuse.
LoadedComponents load(const LoadJob& job);

}  // namespace stepgate::plugin
