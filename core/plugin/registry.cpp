#include "plugin/registry.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"

namespace stepgate::plugin {
namespace {

constexpr const char* kDropIt =
    "put a plugin that serves it into a plugin directory, then run: stepgate plugin rescan";

std::vector<ComponentRef> of_kind(const std::vector<ComponentRef>& all, Kind kind) {
  std::vector<ComponentRef> some;
  for (const ComponentRef& one : all) {
    if (one->info().kind == kind) some.push_back(one);
  }
  return some;
}

bool serves_it(const ComponentRef& component, std::string_view serves) {
  const auto& all = component->info().serves;
  return std::find(all.begin(), all.end(), serves) != all.end();
}

std::string list_of(const std::vector<ComponentRef>& components) {
  std::vector<std::string> words;
  for (const ComponentRef& one : components) {
    words.push_back(one->info().id + " (" + join(one->info().serves, ", ") + ")");
  }
  return words.empty() ? "none" : join(words, "; ");
}

ComponentRef wished(const std::vector<ComponentRef>& candidates, Kind kind, std::string_view wish) {
  for (const ComponentRef& one : candidates) {
    if (one->info().id == wish) return one;
  }
  throw Error(ErrorKind::conflict, "COMPONENT_UNKNOWN", std::string(wish),
              "no " + std::string(to_string(kind)) +
                  " component of that id is loaded; loaded: " + list_of(candidates),
              "see: stepgate plugin list");
}

}  // namespace

void Registry::add(const std::vector<ComponentRef>& components) {
  const std::lock_guard lock(mutex_);
  components_.insert(components_.end(), components.begin(), components.end());
}

void Registry::clear() {
  std::vector<ComponentRef> last;  // declared first: ended after the lock is gone
  const std::lock_guard lock(mutex_);
  last.swap(components_);
}

std::vector<ComponentRef> Registry::all() const {
  const std::lock_guard lock(mutex_);
  return components_;
}

std::string Registry::holder_of(std::string_view id) const {
  for (const ComponentRef& one : all()) {
    if (one->info().id == id) return one->file().file;
  }
  return {};
}

ComponentRef Registry::choose(Kind kind, std::string_view serves, std::string_view wish) const {
  const auto candidates = of_kind(all(), kind);
  if (!wish.empty()) return wished(candidates, kind, wish);
  std::vector<ComponentRef> matches;
  for (const ComponentRef& one : candidates) {
    if (serves_it(one, serves)) matches.push_back(one);
  }
  if (matches.size() == 1) return matches.front();
  if (matches.empty()) {
    throw Error(ErrorKind::conflict, "COMPONENT_MISSING", std::string(serves),
                "no loaded plugin serves it; loaded of this kind: " + list_of(candidates), kDropIt);
  }
  throw Error(ErrorKind::conflict, "COMPONENT_AMBIGUOUS", std::string(serves),
              "several plugins serve it: " + list_of(matches),
              "choose one with --" + std::string(to_string(kind)) + " ID");
}

}  // namespace stepgate::plugin
