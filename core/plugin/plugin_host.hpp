// The host of plugins: takes in what admins drop into plugin directories, remembers what it refused
// and why, and gives out components by what they serve.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/intake.hpp"
#include "plugin/load.hpp"
#include "plugin/provider_proxy.hpp"
#include "plugin/proxies.hpp"
#include "plugin/refusal.hpp"

namespace stepgate::plugin {

struct PluginHostOptions {
  std::filesystem::path state_dir;         ///< private copies go to <state_dir>/plugins
  std::vector<uid_t> trusted_owners = {};  ///< empty: root and the user of this process
  std::size_t max_file_bytes = 64u << 20;
  /// A file that was written to within this time is looked at again after it; when it has grown, it
  /// waits for the next scan.
  Ms settle = 300;
  AllSettings settings = {};  ///< plugin.<component>.<key>
};

struct LoadedPlugin {
  std::string file;
  std::string sha256;
  std::string build;
  std::vector<ComponentInfo> components;
};
struct RefusedPlugin {
  std::string file;    ///< or a directory that can't be read
  std::string sha256;  ///< empty when it was not read
  Refusal code = Refusal::unreadable;
  std::string fact;
  std::string remedy;
};
struct PluginListing {
  std::vector<LoadedPlugin> loaded;
  std::vector<RefusedPlugin> refused;  ///< as of the last scan
};

/// Thread safe; scans run one after the other. Nothing of a plugin runs in the constructor.
class PluginHost {
 public:
  /// `services` may be null: complete/1 then refuses. Throws Error (PLUGIN_STATE_UNUSABLE).
  PluginHost(PluginHostOptions options, std::shared_ptr<HostServices> services);
  /// Ends components that nobody holds; the others end with their last holder.
  ~PluginHost();

  /// Loads every new .so file of the directories, in the order of their names, and replaces the
  /// refusals. Never throws for what is in there. Copies that the first scan does not use are
  /// removed.
  void scan(const std::vector<std::filesystem::path>& directories);
  void rescan();  ///< the same directories again

  PluginListing list() const;
  /// "plugin.acme.key" for settings of components that are not loaded.
  std::vector<std::string> unused_settings() const;

  // Throw Error: COMPONENT_MISSING, COMPONENT_AMBIGUOUS, COMPONENT_UNKNOWN (Registry::choose).
  AuthProxy auth(std::string_view serves, std::string_view wish = {}) const;
  MappingProxy mapping(std::string_view serves, std::string_view wish = {}) const;
  ProviderProxy provider(std::string_view serves, std::string_view wish = {}) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stepgate::plugin
