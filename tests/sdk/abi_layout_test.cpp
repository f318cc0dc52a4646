// What plugins that are out there rely on: sizes and places that never change once released.
#include <gtest/gtest.h>
#include <stepgate/abi.h>

#include <cstring>

static_assert(sizeof(stepgate_str) == 16);
static_assert(sizeof(stepgate_value) == 24 && offsetof(stepgate_value, as) == 8);
static_assert(sizeof(stepgate_field) == 24);
static_assert(sizeof(stepgate_header) == 32);

// The head of the entry is read before anything is known about who wrote it.
static_assert(offsetof(stepgate_entry, magic) == 0);
static_assert(offsetof(stepgate_entry, struct_size) == 8);
static_assert(offsetof(stepgate_entry, abi_major) == 12);
static_assert(offsetof(stepgate_entry, abi_minor) == 16);
static_assert(offsetof(stepgate_entry, min_host_minor) == 20);
static_assert(offsetof(stepgate_component, kind) == 4);

// create and destroy stand at the same place in all tables.
static_assert(offsetof(stepgate_auth_table, create) == offsetof(stepgate_provider_table, create));
static_assert(offsetof(stepgate_mapping_table, create) == offsetof(stepgate_auth_table, create));
static_assert(offsetof(stepgate_mapping_table, destroy) == offsetof(stepgate_auth_table, destroy));

TEST(Abi, TheMagicNumberIsReadableInADump) {
  const std::uint64_t magic = STEPGATE_ABI_MAGIC;
  EXPECT_EQ(std::memcmp(&magic, "TEPGATE1", 8), 0);
}

TEST(Abi, AFieldIsReadOnlyWhenItLiesInsideTheWritersSize) {
  stepgate_chunk chunk{};
  chunk.struct_size = offsetof(stepgate_chunk, headers);
  EXPECT_TRUE(STEPGATE_HAS(&chunk, stepgate_chunk, parameters));
  EXPECT_FALSE(STEPGATE_HAS(&chunk, stepgate_chunk, headers));
}
