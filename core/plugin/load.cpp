#include "plugin/load.hpp"

#include <utility>

#include "plugin/refusal.hpp"

namespace stepgate::plugin {
namespace {

void check_unique(const EntryInfo& info, const LoadJob& job) {
  for (const ComponentInfo& component : info.components) {
    const std::string holder = job.holder_of(component.id);
    if (holder.empty()) continue;
    throw Refuse{Refusal::duplicate_id,
                 "names the component " + component.id + ", which " + holder + " holds already",
                 "keep one of the two files; a file that was replaced is taken in when stepgated "
                 "starts again"};
  }
}

void give_settings(const EntryInfo& info, const AllSettings& settings, HostTable& host) {
  static const SettingTexts kNone;
  for (const ComponentInfo& component : info.components) {
    const auto given = settings.find(component.id);
    host.set_settings(component.id,
                      check_settings(component.id, component.settings,
                                     given == settings.end() ? kNone : given->second));
  }
}

}  // namespace

LoadedComponents load(const LoadJob& job) {
  Library library(job.copy);
  const stepgate_entry* entry = library.entry();
  EntryInfo info = check_entry(*entry);
  check_unique(info, job);
  const auto file =
      std::make_shared<PluginFile>(job.file, job.sha256, std::move(library), job.services);
  give_settings(info, *job.settings, file->host());
  file->init(*entry);
  LoadedComponents loaded;
  loaded.build = info.build;
  for (ComponentInfo& component : info.components) {
    loaded.components.push_back(make_component(std::move(component), file, job.loader));
  }
  file->keep_mapped();
  return loaded;
}

}  // namespace stepgate::plugin
