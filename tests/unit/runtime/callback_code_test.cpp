#include "runtime/callback_code.hpp"

#include <gtest/gtest.h>

namespace stepgate::runtime {
namespace {

const std::string kKey(32, 'k');

TEST(CallbackCode, NamesItsChunk) {
  const CallbackCode code(kKey, 1);
  const flow::ChunkKey key{7, 0x1234567890abcdef};
  const auto text = code.encode(key);
  EXPECT_EQ(text.size(), 39u) << text;
  EXPECT_EQ(code.decode(text), key);
}

TEST(CallbackCode, EveryChangedCharacterIsTurnedAway) {
  const CallbackCode code(kKey, 1);
  const auto text = code.encode({7, 99});
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto other = text;
    other[i] = other[i] == 'A' ? 'Q' : 'A';
    EXPECT_FALSE(code.decode(other)) << i;
  }
  for (std::size_t n = 0; n < text.size(); ++n) EXPECT_FALSE(code.decode(text.substr(0, n)));
  EXPECT_FALSE(code.decode(text + "A"));
  EXPECT_FALSE(code.decode(std::string(100'000, 'A')));
  EXPECT_FALSE(code.decode("../../etc/passwd"));
}

TEST(CallbackCode, AnotherKeyOrKeyIdDoesNotFit) {
  const auto text = CallbackCode(kKey, 1).encode({7, 99});
  EXPECT_FALSE(CallbackCode(std::string(32, 'x'), 1).decode(text));
  EXPECT_FALSE(CallbackCode(kKey, 2).decode(text));
}

}  // namespace
}  // namespace stepgate::runtime
