#include "plugin/refusal.hpp"

namespace stepgate::plugin {

std::string_view to_string(Refusal code) noexcept {
  switch (code) {
    case Refusal::not_regular:
      return "NOT_REGULAR";
    case Refusal::is_symlink:
      return "IS_SYMLINK";
    case Refusal::untrusted_owner:
      return "UNTRUSTED_OWNER";
    case Refusal::world_writable:
      return "WORLD_WRITABLE";
    case Refusal::too_large:
      return "TOO_LARGE";
    case Refusal::unreadable:
      return "UNREADABLE";
    case Refusal::not_stable:
      return "NOT_STABLE";
    case Refusal::not_elf:
      return "NOT_ELF";
    case Refusal::load_failed:
      return "LOAD_FAILED";
    case Refusal::no_entry:
      return "NO_ENTRY";
    case Refusal::foreign_entry:
      return "FOREIGN_ENTRY";
    case Refusal::bad_magic:
      return "BAD_MAGIC";
    case Refusal::short_entry:
      return "SHORT_ENTRY";
    case Refusal::abi_major:
      return "ABI_MAJOR";
    case Refusal::abi_minor:
      return "ABI_MINOR";
    case Refusal::host_too_old:
      return "HOST_TOO_OLD";
    case Refusal::no_components:
      return "NO_COMPONENTS";
    case Refusal::component_invalid:
      return "COMPONENT_INVALID";
    case Refusal::duplicate_id:
      return "DUPLICATE_ID";
    case Refusal::settings_invalid:
      return "SETTINGS_INVALID";
    case Refusal::init_failed:
      return "INIT_FAILED";
    case Refusal::crashed_while_loading:
      return "CRASHED_WHILE_LOADING";
  }
  return "LOAD_FAILED";
}

}  // namespace stepgate::plugin
