// What is loaded, and who is chosen for what.
#pragma once
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/component.hpp"

namespace stepgate::plugin {

/// Thread safe.
class Registry {
 public:
  void add(const std::vector<ComponentRef>& components);
  void clear();
  std::vector<ComponentRef> all() const;
  /// The file that holds a component of that id, or empty.
  std::string holder_of(std::string_view id) const;

  /// The component of that kind that serves `serves` ("auth:apiKey"). `wish`, when not empty, is
  /// the id of the one to take, whatever it serves. Throws Error (conflict): COMPONENT_MISSING with
  /// the list of what is loaded, COMPONENT_AMBIGUOUS with the ids to choose from, COMPONENT_UNKNOWN
  /// for a wish that is not loaded or of another kind.
  ComponentRef choose(Kind kind, std::string_view serves, std::string_view wish) const;

 private:
  mutable std::mutex mutex_;  ///< guards components_
  std::vector<ComponentRef> components_;
};

}  // namespace stepgate::plugin
