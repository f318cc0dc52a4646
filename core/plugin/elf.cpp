#include "plugin/elf.hpp"

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "plugin/refusal.hpp"

namespace stepgate::plugin {
namespace {

#if defined(__x86_64__)
constexpr std::uint16_t kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr std::uint16_t kMachine = EM_AARCH64;
#else
#error "name this machine's ELF number here"
#endif

std::string machine_name(std::uint16_t machine) {
  switch (machine) {
    case EM_X86_64:
      return "x86-64";
    case EM_AARCH64:
      return "AArch64";
    case EM_386:
      return "x86 (32 bit)";
    case EM_ARM:
      return "ARM (32 bit)";
    case EM_RISCV:
      return "RISC-V";
    default:
      return "machine " + std::to_string(machine);
  }
}

template <class T>
T read_at(std::string_view bytes, std::uint64_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

[[noreturn]] void not_elf(const std::string& fact) {
  throw Refuse{Refusal::not_elf, fact, "put a plugin built by stepgate_add_plugin here"};
}
[[noreturn]] void cut_off() {
  not_elf("is cut off: its headers name more bytes than the file has");
}
[[noreturn]] void wrong_machine(const std::string& built_for) {
  throw Refuse{Refusal::load_failed,
               "was built for " + built_for + "; this host is " + machine_name(kMachine),
               "build the plugin for this machine"};
}

/// `count` things of `size` bytes at `offset` lie inside the file.
void must_hold(std::string_view bytes, std::uint64_t offset, std::uint64_t count,
               std::uint64_t size) {
  if (offset > bytes.size() || count * size > bytes.size() - offset) cut_off();
}

}  // namespace

void check_elf(std::string_view bytes) {
  if (bytes.size() < EI_NIDENT || std::memcmp(bytes.data(), ELFMAG, SELFMAG) != 0) {
    not_elf("is not an ELF file");
  }
  if (bytes[EI_CLASS] != ELFCLASS64 || bytes[EI_DATA] != ELFDATA2LSB) {
    wrong_machine("another word size or byte order");
  }
  if (bytes.size() < sizeof(Elf64_Ehdr)) cut_off();
  const auto header = read_at<Elf64_Ehdr>(bytes, 0);
  if (header.e_machine != kMachine) wrong_machine(machine_name(header.e_machine));
  if (header.e_type != ET_DYN) {
    throw Refuse{Refusal::load_failed, "is an ELF file, but no shared object",
                 "build it as a module, with stepgate_add_plugin"};
  }
  if (header.e_phnum == 0 || header.e_phentsize != sizeof(Elf64_Phdr)) not_elf("has no segments");
  must_hold(bytes, header.e_phoff, header.e_phnum, sizeof(Elf64_Phdr));
  must_hold(bytes, header.e_shoff, header.e_shnum, header.e_shentsize);
  for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
    const auto segment = read_at<Elf64_Phdr>(bytes, header.e_phoff + i * sizeof(Elf64_Phdr));
    must_hold(bytes, segment.p_offset, 1, segment.p_filesz);
  }
}

}  // namespace stepgate::plugin
