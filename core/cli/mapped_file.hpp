// A file's bytes without reading them all into memory.
#pragma once
#include <string>
#include <string_view>

namespace stepgate::cli {

class MappedFile {
 public:
  MappedFile() = default;
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  /// Once. What is no plain file (a pipe) is read. Throws Failure (exit 2).
  void open(const std::string& path);
  /// A file that is cut short while it is looked at ends the program: nobody should.
  std::string_view bytes() const noexcept { return bytes_; }

 private:
  std::string read_;
  std::string_view bytes_;
  bool mapped_ = false;
};

}  // namespace stepgate::cli
