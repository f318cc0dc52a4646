#include <gtest/gtest.h>

#include <random>

#include "base/text.hpp"

namespace stepgate {
namespace {

std::string all_bytes() {
  std::string out;
  for (int i = 0; i < 256; ++i) out += static_cast<char>(i);
  return out;
}

TEST(HexTest, GoesThereAndBack) {
  EXPECT_EQ(to_hex(std::string_view("\x00\xff\x1a", 3)), "00ff1a");
  EXPECT_EQ(from_hex(to_hex(all_bytes())), all_bytes());
  EXPECT_EQ(from_hex("0AfF"), std::string("\x0a\xff"));
  EXPECT_EQ(from_hex(""), "");
}

TEST(HexTest, RefusesWhatIsNoHex) {
  for (const auto* text : {"0", "0g", "g0", " 00", "0x00", "00 ", "-1"}) {
    EXPECT_FALSE(from_hex(text)) << text;
  }
}

TEST(Base64Test, KnowsTheVectorsOfItsRfc) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(base64(plain), coded);
    EXPECT_EQ(from_base64(coded), plain);
  }
}

TEST(Base64Test, IsStrict) {
  for (const auto* text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "====", "Zm9v\n", "Zm 9v",
                           "Zm-_", "=Zm9", "Zg==Zg==", "Zm9vZ", "\xc3\xa4\xc3\xa4"}) {
    EXPECT_FALSE(from_base64(text)) << text;
  }
}

TEST(Base64Test, UrlFormHasNoPadding) {
  EXPECT_EQ(base64url("\xfb\xff\xfe"), "-__-");
  EXPECT_EQ(base64("\xfb\xff\xfe"), "+//+");
  EXPECT_EQ(base64url("f"), "Zg");
  EXPECT_EQ(from_base64url("Zg"), "f");
  for (const auto* text : {"Zg==", "Zh", "Z", "+//+", "Zg "}) {
    EXPECT_FALSE(from_base64url(text)) << text;
  }
}

TEST(Base64Test, GoesThereAndBack) {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes(size, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    EXPECT_EQ(from_base64(base64(bytes)), bytes);
    EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
  }
  EXPECT_EQ(from_base64(base64(all_bytes())), all_bytes());
}

TEST(PercentTest, LeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode("a b/c?d=e&\xc3\xa4%"), "a%20b%2Fc%3Fd%3De%26%C3%A4%25");
  EXPECT_EQ(percent_encode(std::string_view("\0", 1)), "%00");
}

}  // namespace
}  // namespace stepgate
