#include "plugin/elf.hpp"

#include <elf.h>

#include <cstring>

#include "plugin_room.hpp"

namespace stepgate::plugin {
namespace {

std::string verdict(const std::string& bytes) {
  try {
    check_elf(bytes);
  } catch (const Refuse& refuse) {
    return std::string(to_string(refuse.code)) + ": " + refuse.fact;
  }
  return "good";
}

template <class Field>
std::string with(Field Elf64_Ehdr::*field, Field value) {
  std::string bytes = bytes_of(fixture("good"));
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof header);
  header.*field = value;
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

using ::testing::StartsWith;

TEST(Elf, TakesASharedObjectOfThisMachine) {
  EXPECT_EQ(verdict(bytes_of(fixture("good"))), "good");
}

TEST(Elf, OtherKindsOfFileAreNamed) {
  EXPECT_THAT(verdict(""), StartsWith("NOT_ELF: is not an ELF file"));
  EXPECT_THAT(verdict("#!/bin/sh\necho a script that is longer than a header\n"),
              StartsWith("NOT_ELF: is not an ELF file"));
}

TEST(Elf, OtherMachinesAreNamed) {
  const auto other = static_cast<Elf64_Half>(EM_RISCV);
  EXPECT_THAT(verdict(with(&Elf64_Ehdr::e_machine, other)),
              StartsWith("LOAD_FAILED: was built for RISC-V; this host is "));
  std::string narrow = bytes_of(fixture("good"));
  narrow[EI_CLASS] = ELFCLASS32;
  EXPECT_THAT(verdict(narrow), StartsWith("LOAD_FAILED: was built for another word size"));
}

TEST(Elf, APlainProgramIsNoSharedObject) {
  const auto program = static_cast<Elf64_Half>(ET_EXEC);
  EXPECT_THAT(verdict(with(&Elf64_Ehdr::e_type, program)),
              StartsWith("LOAD_FAILED: is an ELF file"));
}

TEST(Elf, HeadersThatPointOutsideAreSeen) {
  EXPECT_THAT(verdict(with(&Elf64_Ehdr::e_phoff, Elf64_Off{1} << 62)),
              StartsWith("NOT_ELF: is cut off"));
  EXPECT_THAT(verdict(with(&Elf64_Ehdr::e_shoff, ~Elf64_Off{0})),
              StartsWith("NOT_ELF: is cut off"));
  EXPECT_THAT(verdict(with(&Elf64_Ehdr::e_phnum, Elf64_Half{0})),
              StartsWith("NOT_ELF: has no segments"));
}

TEST(Elf, EveryShorterFileIsRefused) {
  const std::string whole = bytes_of(fixture("good"));
  for (std::size_t size = 0; size < whole.size(); size += 61) {
    EXPECT_NE(verdict(whole.substr(0, size)), "good") << size;
  }
}

}  // namespace
}  // namespace stepgate::plugin
