// The daemon's own directory: store, key file, admin token, private copies of plugins, and a note
// of where it listens.
#pragma once
#include <string>

#include "base/crypto.hpp"

namespace stepgate::app {

class DataDirectory {
 public:
  /// Makes it (mode 0700). Throws Error DATA_DIRECTORY_UNUSABLE with the remedy.
  explicit DataDirectory(const std::string& path);

  std::string store_file() const { return path_ + "/stepgate.db"; }
  std::string key_file() const { return path_ + "/secret.key"; }
  std::string token_file() const { return path_ + "/admin.token"; }
  const std::string& path() const noexcept { return path_; }

  /// Made at the first start, mode 0600.
  Secret admin_token() const;
  /// stepgated.json: {"url", "pid"}, for the CLI on this machine. Removed at a clean end.
  void write_runtime_note(const std::string& url) const;
  void remove_runtime_note() const noexcept;

 private:
  std::string path_;
};

}  // namespace stepgate::app
