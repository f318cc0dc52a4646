// The real host in this process, over a store of its own that is gone afterwards.
#pragma once
#include <memory>
#include <string>

#include "app/host_core.hpp"
#include "check/options.hpp"

namespace stepgate::check {

/// Mode 0700, removed with all that is in it.
class TemporaryDirectory {
 public:
  /// Throws Error TEMPORARY_DIRECTORY.
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

/// Started and ready. Throws Error (CONFIG_BAD_VALUE, LISTEN_FAILED, ...).
std::unique_ptr<app::HostCore> start_host(const Options& options, const std::string& directory,
                                          app::CallbackWatch& watch,
                                          const std::string& callback_pem_file);

}  // namespace stepgate::check
