#define BOOST_DLL_USE_STD_FS  // else Boost.DLL needs boost_filesystem at run time

#include "plugin/library.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <boost/dll/shared_library.hpp>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "plugin/refusal.hpp"

namespace stepgate::plugin {
namespace {

/// Libraries that are never closed. Reachable for ever, so that nothing takes them for a leak.
void keep_for_ever(boost::dll::shared_library library) {
  static std::mutex mutex;
  static auto* kept = new std::vector<boost::dll::shared_library>();
  const std::lock_guard lock(mutex);
  kept->push_back(std::move(library));
}

/// The linker's own words, out of Boost.DLL's, and without the private copy's path: people know the
/// file that they dropped.
std::string linker_words(std::string text, const std::filesystem::path& copy) {
  constexpr std::string_view kBegin = "dlerror system message: ";
  if (const auto begin = text.find(kBegin); begin != std::string::npos) {
    text.erase(0, begin + kBegin.size());
    text.erase(std::min(text.rfind(')'), text.size()));
  }
  const std::string name = copy.string() + ": ";
  if (const auto at = text.find(name); at != std::string::npos) text.erase(at, name.size());
  return text;
}

boost::dll::shared_library open(const std::filesystem::path& copy) {
  using boost::dll::load_mode::rtld_local;
  using boost::dll::load_mode::rtld_now;
  try {  // the overload with an error_code loses the linker's words
    return boost::dll::shared_library(copy, rtld_now | rtld_local);
  } catch (const std::exception& error) {
    throw Refuse{Refusal::load_failed, "can't be loaded: " + linker_words(error.what(), copy),
                 "link what it needs statically (a plugin is one file), or install the library "
                 "that is named"};
  }
}

bool lies_in(const void* address, const std::filesystem::path& copy) {
  Dl_info info{};
  std::error_code error;
  return ::dladdr(address, &info) != 0 && info.dli_fname != nullptr &&
         std::filesystem::equivalent(info.dli_fname, copy, error) && !error;
}

}  // namespace

struct Library::Impl {
  std::filesystem::path copy;
  boost::dll::shared_library library;
};

Library::Library(const std::filesystem::path& copy)
    : impl_(std::make_unique<Impl>(Impl{copy, open(copy)})) {}
Library::~Library() = default;
Library::Library(Library&&) noexcept = default;

const stepgate_entry* Library::entry() const {
  if (!impl_->library.has(STEPGATE_PLUGIN_SYMBOL)) {
    throw Refuse{
        Refusal::no_entry, "does not export " STEPGATE_PLUGIN_SYMBOL,
        "name its components with STEPGATE_PLUGIN(...) and build it with stepgate_add_plugin"};
  }
  const auto& entry = impl_->library.get<const stepgate_entry>(STEPGATE_PLUGIN_SYMBOL);
  if (!lies_in(&entry, impl_->copy)) {
    throw Refuse{Refusal::foreign_entry,
                 "does not export " STEPGATE_PLUGIN_SYMBOL " itself; a library that it needs does",
                 "link that library statically, or put the plugin itself here"};
  }
  return &entry;
}

void Library::keep_mapped() { keep_for_ever(std::move(impl_->library)); }

}  // namespace stepgate::plugin
