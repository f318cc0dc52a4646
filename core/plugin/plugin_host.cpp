#include "plugin/plugin_host.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "plugin/elf.hpp"
#include "plugin/private_store.hpp"
#include "plugin/registry.hpp"
#include "plugin/scan.hpp"

namespace stepgate::plugin {
namespace {

struct Taken {
  LoadedPlugin plugin;
  FileIdentity identity;  ///< as it was read
};

std::vector<uid_t> owners(const PluginHostOptions& options) {
  if (!options.trusted_owners.empty()) return options.trusted_owners;
  return {0, ::geteuid()};
}

void log_refused(const RefusedPlugin& one) {
  log(Severity::warn, "plugin",
      one.file + ": refused, " + std::string(to_string(one.code)) + ": " + one.fact + ". " +
          one.remedy);
}

void log_loaded(const LoadedPlugin& plugin) {
  std::string ids;
  for (const ComponentInfo& component : plugin.components) ids += " " + component.id;
  log(Severity::info, "plugin",
      plugin.file + ": loaded, sha256=" + plugin.sha256 + " components:" + ids);
}

}  // namespace

struct PluginHost::Impl {
  Impl(PluginHostOptions given, std::shared_ptr<HostServices> lent)
      : options(std::move(given)),
        policy{owners(options), options.max_file_bytes},
        services(std::move(lent)),
        store(options.state_dir),
        loader(std::make_shared<LoaderThread>()) {}

  void scan(const std::vector<std::filesystem::path>& directories);
  /// Throws Refuse; `sha256` is filled in as soon as it is known.
  void take(const Candidate& candidate, std::string& sha256);
  LoadedComponents load_noted(const LoadJob& job);
  bool is_loaded(const Candidate& candidate) const;
  void check_known(const std::string& sha256) const;
  void prune();

  const PluginHostOptions options;
  const IntakePolicy policy;
  const std::shared_ptr<HostServices> services;
  std::mutex scanning;  ///< one scan at a time; guards store and directories
  PrivateStore store;
  std::vector<std::filesystem::path> directories_of_last_scan;
  const std::shared_ptr<LoaderThread> loader;
  Registry registry;
  mutable std::mutex mutex;  ///< guards loaded and refused
  std::vector<Taken> loaded;
  std::vector<RefusedPlugin> refused;
};

void PluginHost::Impl::scan(const std::vector<std::filesystem::path>& directories) {
  const bool first = std::exchange(directories_of_last_scan, directories).empty();
  std::vector<RefusedPlugin> no;
  for (const Candidate& candidate : find_candidates(directories, options.settle)) {
    if (is_loaded(candidate)) continue;
    RefusedPlugin one{candidate.file.string(), {}, Refusal::unreadable, {}, {}};
    try {
      if (candidate.refused) throw *candidate.refused;
      take(candidate, one.sha256);
      continue;
    } catch (const Refuse& refuse) {
      one.code = refuse.code;
      one.fact = refuse.fact;
      one.remedy = refuse.remedy;
    } catch (const std::exception& error) {  // the state directory, or memory
      one.code = Refusal::load_failed;
      one.fact = std::string("can't be taken in: ") + error.what();
    }
    log_refused(one);
    no.push_back(std::move(one));
  }
  {
    const std::lock_guard lock(mutex);
    refused = std::move(no);
  }
  if (first) prune();
}

bool PluginHost::Impl::is_loaded(const Candidate& candidate) const {
  const std::lock_guard lock(mutex);
  return std::any_of(loaded.begin(), loaded.end(), [&](const Taken& one) {
    return one.plugin.file == candidate.file && one.identity == candidate.seen;
  });
}

void PluginHost::Impl::check_known(const std::string& sha256) const {
  const std::lock_guard lock(mutex);
  for (const Taken& one : loaded) {
    if (one.plugin.sha256 != sha256) continue;
    throw Refuse{Refusal::duplicate_id, "is the same file as " + one.plugin.file,
                 "keep one of the two"};
  }
}

void PluginHost::Impl::take(const Candidate& candidate, std::string& sha256) {
  const std::string bytes = take_in(candidate.file, candidate.seen, policy);
  sha256 = sha256_hex(bytes);
  check_elf(bytes);
  check_known(sha256);
  if (store.crashed(sha256)) {
    throw Refuse{
        Refusal::crashed_while_loading, "ended the process when it was loaded before",
        "replace it; to have this very file tried again: rm " + store.crash_note(sha256).string()};
  }
  LoadJob job;
  job.file = candidate.file.string();
  job.sha256 = sha256;
  job.copy = store.keep(sha256, bytes);
  job.settings = &options.settings;
  job.holder_of = [this](std::string_view id) { return registry.holder_of(id); };
  job.services = services;
  job.loader = loader;
  const LoadedComponents made = load_noted(job);
  LoadedPlugin plugin{job.file, sha256, made.build, {}};
  for (const ComponentRef& component : made.components)
    plugin.components.push_back(component->info());
  log_loaded(plugin);
  registry.add(made.components);
  const std::lock_guard lock(mutex);
  loaded.push_back({std::move(plugin), candidate.seen});
}

/// The note is there while code of the file may run for the first time, and gone whatever came of
/// it, unless the process died.
LoadedComponents PluginHost::Impl::load_noted(const LoadJob& job) {
  store.note_loading(job.sha256, job.file);
  LoadedComponents made;
  try {
    loader->run([&] { made = load(job); });
  } catch (...) {
    store.clear_loading(job.sha256);
    throw;
  }
  store.clear_loading(job.sha256);
  return made;
}

void PluginHost::Impl::prune() {
  std::set<std::string> in_use;
  for (const Taken& one : loaded) in_use.insert(one.plugin.sha256);
  store.prune(in_use);
}

PluginHost::PluginHost(PluginHostOptions options, std::shared_ptr<HostServices> services)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(services))) {}

PluginHost::~PluginHost() {
  impl_->registry.clear();
  impl_->loader->stop();
}

void PluginHost::scan(const std::vector<std::filesystem::path>& directories) {
  const std::lock_guard lock(impl_->scanning);
  impl_->scan(directories);
}

void PluginHost::rescan() {
  const std::lock_guard lock(impl_->scanning);
  impl_->scan(std::vector(impl_->directories_of_last_scan));
}

PluginListing PluginHost::list() const {
  const std::lock_guard lock(impl_->mutex);
  PluginListing listing;
  for (const Taken& one : impl_->loaded) listing.loaded.push_back(one.plugin);
  listing.refused = impl_->refused;
  return listing;
}

std::vector<std::string> PluginHost::unused_settings() const {
  std::vector<std::string> unused;
  for (const auto& [component, values] : impl_->options.settings) {
    if (!impl_->registry.holder_of(component).empty()) continue;
    for (const auto& [key, value] : values) unused.push_back("plugin." + component + "." + key);
  }
  return unused;
}

AuthProxy PluginHost::auth(std::string_view serves, std::string_view wish) const {
  return AuthProxy(impl_->registry.choose(Kind::auth, serves, wish));
}
MappingProxy PluginHost::mapping(std::string_view serves, std::string_view wish) const {
  return MappingProxy(impl_->registry.choose(Kind::mapping, serves, wish));
}
ProviderProxy PluginHost::provider(std::string_view serves, std::string_view wish) const {
  return ProviderProxy(impl_->registry.choose(Kind::provider, serves, wish));
}

}  // namespace stepgate::plugin
