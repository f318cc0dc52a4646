// A shared object that is open. The only place of the host that knows Boost.DLL.
#pragma once
#include <stepgate/abi.h>

#include <filesystem>
#include <memory>

namespace stepgate::plugin {

/// Closed when it is destroyed, unless keep_mapped() was called. Loader thread only.
class Library {
 public:
  /// Opens a private copy: everything bound now, nothing shared. Throws Refuse: LOAD_FAILED.
  explicit Library(const std::filesystem::path& copy);
  ~Library();
  Library(Library&&) noexcept;
  Library& operator=(Library&&) = delete;

  /// Throws Refuse: NO_ENTRY; FOREIGN_ENTRY when a library that it depends on exports the symbol,
  /// not the file itself.
  const stepgate_entry* entry() const;

  /// From now on the code stays mapped until the process ends: threads and statics of a plugin may
  /// outlive its components.
  void keep_mapped();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stepgate::plugin
