// A plugin directory and a state directory of a test's own, and what tests look up in a listing.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "plugin/plugin_host.hpp"

namespace stepgate::plugin {

namespace fs = std::filesystem;

inline fs::path fixture(const std::string& name) {
  return fs::path(STEPGATE_FIXTURE_DIR) / (name + ".so");
}

inline std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_bytes(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
  fs::permissions(file, fs::perms(0644));
}

class PluginRoom : public ::testing::Test {
 protected:
  PluginRoom() {
    std::string name = (fs::temp_directory_path() / "stepgate-plugin-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    fs::permissions(root_, fs::perms(0755));
    fs::create_directory(drop());
  }
  ~PluginRoom() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  fs::path drop() const { return root_ / "drop"; }
  fs::path state() const { return root_ / "state"; }
  fs::path copies() const { return state() / "plugins"; }

  /// Copies a fixture into the plugin directory.
  fs::path put(const std::string& name, const std::string& as = {}) const {
    const fs::path to = drop() / ((as.empty() ? name : as) + ".so");
    write_bytes(to, bytes_of(fixture(name)));
    return to;
  }

  PluginHostOptions options() const {
    PluginHostOptions options;
    options.state_dir = state();
    options.settle = 20;
    return options;
  }
  std::unique_ptr<PluginHost> host() const { return host(options()); }
  std::unique_ptr<PluginHost> host(PluginHostOptions with) const {
    auto made = std::make_unique<PluginHost>(std::move(with), nullptr);
    made->scan({drop()});
    return made;
  }

 private:
  fs::path root_;
};

inline std::vector<std::string> loaded_ids(const PluginHost& host) {
  std::vector<std::string> ids;
  for (const auto& plugin : host.list().loaded) {
    for (const auto& component : plugin.components) ids.push_back(component.id);
  }
  return ids;
}

/// The refusal of a file; fails the test when there is none.
inline RefusedPlugin refusal_of(const PluginHost& host, const fs::path& file) {
  for (const auto& one : host.list().refused) {
    if (one.file == file) return one;
  }
  ADD_FAILURE() << file << " was not refused";
  return {};
}

inline std::string code_of(const PluginHost& host, const fs::path& file) {
  return std::string(to_string(refusal_of(host, file).code));
}

}  // namespace stepgate::plugin
