// Facts of the store itself: the munchkin id, the node's slot, counters.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "flow/ids.hpp"

namespace stepgate::store {

struct Core;

class SettingsRepository {
 public:
  explicit SettingsRepository(Core& core);
  std::optional<std::string> get(std::string_view key);
  void set(std::string_view key, std::string_view value);
  void erase(std::string_view key);
  /// The value, or what `make` gives, kept from then on.
  std::string get_or_create(std::string_view key, const std::function<std::string()>& make);
  /// A number no start of this store has had: call once per start of the process.
  flow::NodeEpoch next_epoch();

 private:
  Core& core_;
};

}  // namespace stepgate::store
