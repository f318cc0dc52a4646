#include "plugin/private_store.hpp"

#include <system_error>
#include <vector>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "plugin/durable.hpp"
#include "plugin/read_file.hpp"

namespace stepgate::plugin {
namespace {

constexpr std::string_view kCopy = ".so";
constexpr std::string_view kLoading = ".loading";
constexpr std::string_view kCrashed = ".crashed";

std::vector<std::filesystem::path> entries(const std::filesystem::path& dir) {
  std::vector<std::filesystem::path> found;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(dir, ignored)) {
    found.push_back(entry.path());
  }
  return found;
}

}  // namespace

PrivateStore::PrivateStore(const std::filesystem::path& state_dir) : dir_(state_dir / "plugins") {
  make_private_dir(dir_);
  for (const auto& note : entries(dir_)) {
    if (note.extension() != kLoading) continue;
    log(Severity::error, "plugin",
        "the process ended while it loaded a plugin; refused from now on: sha256=" +
            note.stem().string());
    rename_durably(note, path(note.stem().string(), kCrashed));
  }
}

std::filesystem::path PrivateStore::path(const std::string& sha256, std::string_view suffix) const {
  return dir_ / (sha256 + std::string(suffix));
}

std::filesystem::path PrivateStore::keep(const std::string& sha256, std::string_view bytes) {
  auto copy = path(sha256, kCopy);
  const auto present = read_whole_file(copy, bytes.size());
  if (!present || sha256_hex(*present) != sha256) write_durably(copy, bytes, 0500);
  return copy;
}

void PrivateStore::note_loading(const std::string& sha256, const std::string& file) {
  write_durably(path(sha256, kLoading), file + "\n", 0600);
}
void PrivateStore::clear_loading(const std::string& sha256) {
  remove_durably(path(sha256, kLoading));
}
bool PrivateStore::crashed(const std::string& sha256) const {
  std::error_code ignored;
  return std::filesystem::exists(crash_note(sha256), ignored);
}
std::filesystem::path PrivateStore::crash_note(const std::string& sha256) const {
  return path(sha256, kCrashed);
}

void PrivateStore::prune(const std::set<std::string>& in_use) {
  for (const auto& entry : entries(dir_)) {
    const bool copy = entry.extension() == kCopy && !in_use.contains(entry.stem().string());
    std::error_code ignored;  // a copy that stays costs disk only
    if (copy || entry.extension() == ".tmp") std::filesystem::remove(entry, ignored);
  }
}

}  // namespace stepgate::plugin
