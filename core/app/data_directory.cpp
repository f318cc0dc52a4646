#include "app/data_directory.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "catalog/secret_box.hpp"

namespace stepgate::app {
namespace {

constexpr std::size_t kTokenBytes = 32;

Error unusable(const std::string& path, const std::string& fact, const std::string& remedy) {
  return Error(ErrorKind::invalid, "DATA_DIRECTORY_UNUSABLE", path, fact, remedy);
}

}  // namespace

DataDirectory::DataDirectory(const std::string& path) : path_(path) {
  std::error_code trouble;
  const bool made = std::filesystem::create_directories(path_, trouble);
  if (trouble)
    throw unusable(path_, "can't be made: " + trouble.message(),
                   "Set data.directory to a directory that this user may write, or make it and "
                   "give it to the user.");
  if (made) ::chmod(path_.c_str(), 0700);
  struct stat about {};
  if (::stat(path_.c_str(), &about) != 0 || !S_ISDIR(about.st_mode))
    throw unusable(path_, "is no directory", "Set data.directory to a directory.");
  if (::access(path_.c_str(), R_OK | W_OK | X_OK) != 0)
    throw unusable(path_, "can't be written by this user", "Run: chown -R USER " + path_);
  if ((about.st_mode & S_IWOTH) != 0)
    throw unusable(path_, "can be written by everybody", "Run: chmod 700 " + path_);
}

Secret DataDirectory::admin_token() const {
  catalog::write_private_file(token_file(), random_text(kTokenBytes) + "\n");
  auto token = std::string(trim(catalog::read_private_file(token_file())));
  if (token.size() < 20)
    throw unusable(token_file(), "holds no usable token",
                   "Remove the file; a new one is made at the next start.");
  return Secret(std::move(token));
}

void DataDirectory::write_runtime_note(const std::string& url) const {
  const auto file = path_ + "/stepgated.json", fresh = file + ".new";
  std::ofstream(fresh)
      << Json::object({{"url", url}, {"pid", static_cast<std::int64_t>(::getpid())}}).dump()
      << "\n";
  std::error_code ignored;
  std::filesystem::rename(fresh, file, ignored);
}

void DataDirectory::remove_runtime_note() const noexcept {
  std::error_code ignored;
  std::filesystem::remove(path_ + "/stepgated.json", ignored);
}

}  // namespace stepgate::app
