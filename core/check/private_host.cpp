#include "check/private_host.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "base/error.hpp"

namespace stepgate::check {

TemporaryDirectory::TemporaryDirectory() {
  std::error_code ignored;
  auto folder = std::filesystem::temp_directory_path(ignored);
  if (folder.empty()) folder = "/tmp";
  auto name = (folder / "stepgate-check-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw Error(ErrorKind::unavailable, "TEMPORARY_DIRECTORY", folder.string(),
                std::string("no directory can be made there: ") + std::strerror(errno),
                "Set TMPDIR to a directory with room.");
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<app::HostCore> start_host(const Options& options, const std::string& directory,
                                          app::CallbackWatch& watch,
                                          const std::string& callback_pem_file) {
  std::vector<config::Property> set = {
      {"data.directory", directory, 0},       {"callbacks.listen", options.listen, 0},
      {"callbacks.threads", "8", 0},          {"engine.send_threads", "4", 0},
      {"store.synchronous", "NORMAL", 0},     {"store.cache_mb", "8", 0},
      {"outgoing.allow_loopback", "true", 0}, {"outgoing.allow_private", "true", 0}};
  if (!options.public_url.empty()) set.push_back({"callbacks.public_url", options.public_url, 0});
  if (!options.plugin_directories.empty())
    set.push_back({"plugins.directories", options.plugin_directories, 0});
  config::Settings::Surroundings around;
  around.installed_plugins = options.installed_plugins;
  around.user = options.user;
  app::HostExtras extras;
  extras.watch = &watch;
  extras.callback_pem_file = callback_pem_file;
  auto host = std::make_unique<app::HostCore>(config::Settings::load("", set, around), extras);
  host->start();
  return host;
}

}  // namespace stepgate::check
