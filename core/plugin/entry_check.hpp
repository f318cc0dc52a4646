// Whether an entry is one that this host can use. Reads constants only; no function of the plugin
// is called.
#pragma once
#include <stepgate/abi.h>

#include <string>
#include <vector>

#include "plugin/schema.hpp"

namespace stepgate::plugin {

enum class Kind : std::uint8_t {
  auth = STEPGATE_KIND_AUTH,
  mapping = STEPGATE_KIND_MAPPING,
  provider = STEPGATE_KIND_PROVIDER
};
std::string_view to_string(Kind kind) noexcept;  ///< "auth", "mapping", "provider"

/// A component's description, copied and checked.
struct ComponentInfo {
  Kind kind = Kind::auth;
  std::string id, version, display_name;
  std::vector<std::string> serves;
  std::vector<SettingSchema> settings;
  const void* table = nullptr;
};

struct EntryInfo {
  std::string build;
  std::vector<ComponentInfo> components;
};

/// Throws Refuse: BAD_MAGIC, SHORT_ENTRY, ABI_MAJOR, ABI_MINOR, HOST_TOO_OLD, NO_COMPONENTS,
/// COMPONENT_INVALID, DUPLICATE_ID (within the file).
EntryInfo check_entry(const stepgate_entry& entry);

}  // namespace stepgate::plugin
