// A loaded plugin file, and a component that was made from it. Both live as long as somebody holds
// them; the last holder hands them to the loader thread, which ends them.
#pragma once
#include <stepgate/abi.h>

#include <filesystem>
#include <memory>
#include <string>

#include "plugin/entry_check.hpp"
#include "plugin/host_table.hpp"
#include "plugin/library.hpp"
#include "plugin/loader_thread.hpp"

namespace stepgate::plugin {

/// Loader thread only, apart from reading `file` and `sha256`.
class PluginFile {
 public:
  PluginFile(std::string file, std::string sha256, Library library,
             std::shared_ptr<HostServices> services);
  ~PluginFile();  ///< deinit, after the last component

  /// Throws Refuse (INIT_FAILED).
  void init(const stepgate_entry& entry);
  void keep_mapped() { library_.keep_mapped(); }
  HostTable& host() noexcept { return host_; }

  const std::string file;    ///< where the admin dropped it
  const std::string sha256;  ///< hex

 private:
  Library library_;
  HostTable host_;
  void (*deinit_)() = nullptr;
};

class Component {
 public:
  /// Calls create. Throws Refuse (INIT_FAILED).
  Component(ComponentInfo info, std::shared_ptr<PluginFile> file);
  ~Component();  ///< calls destroy
  Component(const Component&) = delete;
  Component& operator=(const Component&) = delete;

  const ComponentInfo& info() const noexcept { return info_; }
  const PluginFile& file() const noexcept { return *file_; }
  void* self() const noexcept { return self_; }
  template <class Table>
  const Table& table() const noexcept {
    return *static_cast<const Table*>(info_.table);
  }
  /// "provider adapter openapi": for errors and logs.
  const std::string& name() const noexcept { return name_; }

 private:
  ComponentInfo info_;
  std::string name_;
  std::shared_ptr<PluginFile> file_;
  void* self_ = nullptr;
};
using ComponentRef = std::shared_ptr<const Component>;

/// On the loader thread: a component whose last holder, on whatever thread, hands it back to that
/// thread.
ComponentRef make_component(ComponentInfo info, std::shared_ptr<PluginFile> file,
                            std::shared_ptr<LoaderThread> loader);

}  // namespace stepgate::plugin
