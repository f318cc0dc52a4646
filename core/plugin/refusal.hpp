// Why a plugin file was not taken: a stable code each, with the fact and what mends it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace stepgate::plugin {

enum class Refusal : std::uint8_t {
  not_regular,
  is_symlink,
  untrusted_owner,
  world_writable,
  too_large,
  unreadable,
  not_stable,
  not_elf,
  load_failed,
  no_entry,
  foreign_entry,
  bad_magic,
  short_entry,
  abi_major,
  abi_minor,
  host_too_old,
  no_components,
  component_invalid,
  duplicate_id,
  settings_invalid,
  init_failed,
  crashed_while_loading
};
/// "NOT_REGULAR", "IS_SYMLINK", ...
std::string_view to_string(Refusal code) noexcept;

/// Thrown inside the room while a file is being taken in; the host of plugins keeps it and goes on
/// with the next file.
struct Refuse {
  Refusal code;
  std::string fact;    ///< what is so, starting with a verb: "is a symbolic link"
  std::string remedy;  ///< what to do
};

}  // namespace stepgate::plugin
