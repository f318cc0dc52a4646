#include "cli/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "cli/failure.hpp"

namespace stepgate::cli {
namespace {

class Descriptor {
 public:
  explicit Descriptor(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const noexcept { return fd_; }

 private:
  int fd_;
};

Failure unreadable(const std::string& path, int error) {
  return Failure::usage(path, std::string("can't be read: ") + std::strerror(error),
                        "Name a file that you may read, or - for stdin.");
}

}  // namespace

MappedFile::~MappedFile() {
  // munmap wants the address back as it was given.
  if (mapped_) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());  // NOLINT
}

void MappedFile::open(const std::string& path) {
  const Descriptor file(path);
  if (file.get() < 0) throw unreadable(path, errno);
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) throw unreadable(path, errno);
  if (S_ISDIR(about.st_mode)) throw unreadable(path, EISDIR);
  if (!S_ISREG(about.st_mode) || about.st_size == 0) {
    std::ifstream stream(path, std::ios::binary);
    read_.assign(std::istreambuf_iterator<char>(stream), {});
    bytes_ = read_;
    return;
  }
  const auto size = static_cast<std::size_t>(about.st_size);
  void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (at == MAP_FAILED) throw unreadable(path, errno);
  ::madvise(at, size, MADV_SEQUENTIAL);
  bytes_ = {static_cast<const char*>(at), size};
  mapped_ = true;
}

}  // namespace stepgate::cli
