#include "plugin/entry_check.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "plugin/call_bridge.hpp"
#include "plugin/refusal.hpp"
#include "plugin/table_check.hpp"

namespace stepgate::plugin {
namespace {

constexpr std::uint32_t kMaxComponents = 64;
constexpr std::size_t kMaxText = 256;
constexpr std::size_t kMaxSchema = 1u << 20;
constexpr const char* kRebuild = "build the plugin with this host's SDK";
constexpr const char* kAskVendor = "ask the vendor of the plugin";

std::string version_text(std::uint32_t major, std::uint32_t minor) {
  return std::to_string(major) + "." + std::to_string(minor);
}

/// Magic and size come first; the versions are read only when they are there.
void check_head(const stepgate_entry& entry) {
  if (entry.magic != STEPGATE_ABI_MAGIC) {
    throw Refuse{Refusal::bad_magic, "has an entry that is not Stepgate's (wrong magic number)",
                 kRebuild};
  }
  const auto too_short = [&] {
    throw Refuse{Refusal::short_entry,
                 "has an entry of " + std::to_string(entry.struct_size) + " bytes; at least " +
                     std::to_string(sizeof entry) + " are needed",
                 kRebuild};
  };
  if (!STEPGATE_HAS(&entry, stepgate_entry, min_host_minor)) too_short();
  const std::string built = version_text(entry.abi_major, entry.abi_minor);
  const std::string ours = version_text(STEPGATE_ABI_MAJOR, STEPGATE_ABI_MINOR);
  const std::string fact = "was built for ABI " + built + "; this host speaks " + ours;
  if (entry.abi_major != STEPGATE_ABI_MAJOR) throw Refuse{Refusal::abi_major, fact, kRebuild};
  if (entry.min_host_minor > STEPGATE_ABI_MINOR) {
    throw Refuse{Refusal::host_too_old,
                 "needs a host of ABI " + version_text(entry.abi_major, entry.min_host_minor) +
                     "; this one speaks " + ours,
                 "update stepgated, or take an older release of the plugin"};
  }
  // While 0.x, nothing promises that two minors fit.
  if (STEPGATE_ABI_MAJOR == 0 && entry.abi_minor != STEPGATE_ABI_MINOR) {
    throw Refuse{Refusal::abi_minor, fact, kRebuild};
  }
  if (!STEPGATE_HAS(&entry, stepgate_entry, components)) too_short();
}

void check_count(const stepgate_entry& entry) {
  if (entry.component_count == 0 || entry.components == nullptr) {
    throw Refuse{Refusal::no_components, "names no components", kAskVendor};
  }
  if (entry.component_count > kMaxComponents) {
    throw Refuse{Refusal::component_invalid,
                 "names " + std::to_string(entry.component_count) + " components; at most " +
                     std::to_string(kMaxComponents) + " are taken",
                 kAskVendor};
  }
}

struct Reader {
  std::string who;  ///< "component 2" or "component acme"

  [[noreturn]] void refuse(const std::string& fact) const {
    throw Refuse{Refusal::component_invalid, who + " " + fact, kAskVendor};
  }
  std::string text(const char* what, stepgate_str value, std::size_t max_bytes) const {
    if (value.size > max_bytes || (value.data == nullptr && value.size != 0)) {
      refuse(std::string("has a ") + what + " that is too long or missing");
    }
    if (!is_valid_utf8(view(value))) refuse(std::string("has a ") + what + " that is not UTF-8");
    return std::string(view(value));
  }
};

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// "auth:apiKey, auth:basic": each starts with the kind's word.
std::vector<std::string> parse_serves(const Reader& reader, const std::string& text, Kind kind) {
  const std::string prefix = std::string(to_string(kind)) + ":";
  std::vector<std::string> all;
  for (const std::string& part : split(text, ',')) {
    const std::string word(trim(part));
    if (word.size() <= prefix.size() || !word.starts_with(prefix)) {
      reader.refuse("serves '" + word + "'; a component of its kind serves " + prefix + "...");
    }
    all.push_back(word);
  }
  return all;
}

ComponentInfo check_component(const stepgate_component* component, std::uint32_t index) {
  Reader reader{"component " + std::to_string(index + 1)};
  if (component == nullptr) reader.refuse("is missing");
  if (!STEPGATE_HAS(component, stepgate_component, table))
    reader.refuse("is described too shortly");
  ComponentInfo info;
  info.id = reader.text("id", component->id, kMaxText);
  if (!is_id(info.id)) reader.refuse("has the id '" + info.id + "'; ids are [a-z0-9-]{1,64}");
  reader.who = "component " + info.id;
  if (component->kind < STEPGATE_KIND_AUTH || component->kind > STEPGATE_KIND_PROVIDER) {
    reader.refuse("is of the unknown kind " + std::to_string(component->kind));
  }
  info.kind = static_cast<Kind>(component->kind);
  info.version = reader.text("version", component->version, kMaxText);
  info.display_name = reader.text("display name", component->display_name, kMaxText);
  info.serves = parse_serves(reader, reader.text("serves", component->serves, 4096), info.kind);
  info.settings =
      parse_schema(info.id, reader.text("settings schema", component->settings_schema, kMaxSchema));
  info.table = component->table;
  if (const std::string fault = table_fault(info.kind, info.table); !fault.empty()) {
    reader.refuse(fault);
  }
  return info;
}

}  // namespace

std::string_view to_string(Kind kind) noexcept {
  switch (kind) {
    case Kind::auth:
      return "auth";
    case Kind::mapping:
      return "mapping";
    case Kind::provider:
      return "provider";
  }
  return "auth";
}

EntryInfo check_entry(const stepgate_entry& entry) {
  check_head(entry);
  check_count(entry);
  EntryInfo info;
  info.build = to_valid_utf8(cut_utf8(view(entry.build), kMaxText));
  for (std::uint32_t i = 0; i < entry.component_count; ++i) {
    ComponentInfo component = check_component(entry.components[i], i);
    for (const ComponentInfo& other : info.components) {
      if (other.id == component.id) {
        throw Refuse{Refusal::duplicate_id, "names the component " + other.id + " twice",
                     kAskVendor};
      }
    }
    info.components.push_back(std::move(component));
  }
  return info;
}

}  // namespace stepgate::plugin
