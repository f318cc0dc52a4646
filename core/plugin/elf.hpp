// Whether bytes are a whole shared object for this machine. The dynamic linker trusts headers:
// mapping a file that is cut off kills the process later, so it is never asked to.
#pragma once
#include <string_view>

namespace stepgate::plugin {

/// Throws Refuse: NOT_ELF (another kind of file, or cut off), LOAD_FAILED (for another machine, or
/// no shared object).
void check_elf(std::string_view bytes);

}  // namespace stepgate::plugin
