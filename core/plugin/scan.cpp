#include "plugin/scan.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <system_error>
#include <thread>

namespace stepgate::plugin {
namespace {

constexpr std::size_t kMaxFiles = 1000;  // of one directory
constexpr std::int64_t kNsPerMs = 1'000'000;

bool is_plugin_name(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  return file.extension() == ".so" && name.front() != '.';
}

Candidate refused_directory(const std::filesystem::path& dir, const std::string& fact) {
  return {dir, {}, Refuse{Refusal::unreadable, fact, "name a directory that stepgated can read"}};
}

std::vector<Candidate> files_of(const std::filesystem::path& dir) {
  std::vector<Candidate> files;
  std::error_code error;
  std::filesystem::directory_iterator entry(dir, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (!is_plugin_name(entry->path())) continue;
    if (files.size() == kMaxFiles) {
      return {refused_directory(dir, "has more than 1000 plugin files")};
    }
    files.push_back({entry->path(), {}, {}});
  }
  if (error) return {refused_directory(dir, "can't be read: " + error.message())};
  std::sort(files.begin(), files.end(),
            [](const Candidate& a, const Candidate& b) { return a.file < b.file; });
  return files;
}

FileIdentity look_at(Candidate& candidate) {
  try {
    return look(candidate.file);
  } catch (Refuse& refuse) {
    candidate.refused = std::move(refuse);
    return {};
  }
}

/// Also true for a time in the future: nothing is known about it then.
bool is_fresh(const Candidate& candidate, Ms now, Ms settle) {
  return !candidate.refused && candidate.seen.modified_ns / kNsPerMs > now - settle;
}

}  // namespace

std::vector<Candidate> find_candidates(const std::vector<std::filesystem::path>& directories,
                                       Ms settle) {
  std::vector<Candidate> all;
  std::set<std::filesystem::path> known;
  for (const auto& dir : directories) {
    for (Candidate& file : files_of(dir)) {
      if (known.insert(file.file.lexically_normal()).second) all.push_back(std::move(file));
    }
  }
  std::vector<Candidate*> fresh;
  const Ms now = system_clock().now();
  for (Candidate& one : all) {
    if (!one.refused) one.seen = look_at(one);
    if (is_fresh(one, now, settle)) fresh.push_back(&one);
  }
  if (fresh.empty()) return all;
  std::this_thread::sleep_for(std::chrono::milliseconds(settle));
  for (Candidate* one : fresh) {
    if (look_at(*one) == one->seen || one->refused) continue;
    one->refused = Refuse{Refusal::not_stable, "is still being written",
                          "wait until the copy is complete, then run: stepgate plugin rescan"};
  }
  return all;
}

}  // namespace stepgate::plugin
