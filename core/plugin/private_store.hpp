// <state dir>/plugins: private copies of plugin files, named by their content, and notes of what is
// being loaded. A note that is still there at the next start means that the file took the process
// down with it.
#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace stepgate::plugin {

/// Used by the thread that scans; not thread safe. One process at a time works on a state
/// directory.
class PrivateStore {
 public:
  /// Makes the directory (0700). Notes left by a process that died become "crashed".
  explicit PrivateStore(const std::filesystem::path& state_dir);

  /// The copy, written and synced when it is not there with that content already.
  std::filesystem::path keep(const std::string& sha256, std::string_view bytes);

  void note_loading(const std::string& sha256, const std::string& file);  ///< durable on return
  void clear_loading(const std::string& sha256);
  bool crashed(const std::string& sha256) const;
  /// What an admin removes to have a crashed file tried again.
  std::filesystem::path crash_note(const std::string& sha256) const;

  /// Removes copies that are not in use, and what an interrupted write left.
  void prune(const std::set<std::string>& in_use);

 private:
  std::filesystem::path path(const std::string& sha256, std::string_view suffix) const;
  std::filesystem::path dir_;
};

}  // namespace stepgate::plugin
