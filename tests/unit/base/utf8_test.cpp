#include <gtest/gtest.h>

#include "base/text.hpp"

namespace stepgate {
namespace {

std::string encode(unsigned point) {
  const auto byte = [](unsigned v) { return std::string(1, static_cast<char>(v)); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) return byte(0xC0 | point >> 6) + byte(0x80 | (point & 63));
  if (point < 0x10000) {
    return byte(0xE0 | point >> 12) + byte(0x80 | (point >> 6 & 63)) + byte(0x80 | (point & 63));
  }
  return byte(0xF0 | point >> 18) + byte(0x80 | (point >> 12 & 63)) +
         byte(0x80 | (point >> 6 & 63)) + byte(0x80 | (point & 63));
}

TEST(Utf8Test, EveryCodePointIsValidAndNoSurrogateIs) {
  for (unsigned block = 0; block < 0x110000; block += 0x100) {
    const bool surrogates = block >= 0xD800 && block < 0xE000;
    std::string all;
    for (unsigned point = block; point < block + 0x100; ++point) {
      all += encode(point);
      if (surrogates) {
        ASSERT_FALSE(is_valid_utf8(encode(point))) << point;
      }
    }
    ASSERT_EQ(is_valid_utf8(all), !surrogates) << block;
  }
  EXPECT_FALSE(is_valid_utf8(encode(0x110000)));
}

TEST(Utf8Test, RefusesOverlongAndBrokenForms) {
  for (const auto* text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5", "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x98",
        "\xc3(", "\xe2(\xa1", "abcdefgh\xff"}) {
    EXPECT_FALSE(is_valid_utf8(text)) << to_hex(text);
  }
}

TEST(Utf8Test, FindsTheBadByteWhereverItIs) {
  for (std::size_t at = 0; at < 40; ++at) {
    std::string text(40, 'a');
    EXPECT_EQ(valid_utf8_prefix(text), 40u);
    text[at] = '\xff';
    EXPECT_EQ(valid_utf8_prefix(text), at);
  }
}

TEST(Utf8Test, RepairsBadBytes) {
  EXPECT_EQ(to_valid_utf8("a\xff"
                          "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(to_valid_utf8("gr\xc3\xbc\xc3\x9f"), "gr\xc3\xbc\xc3\x9f");
  EXPECT_EQ(to_valid_utf8("\xe2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(to_valid_utf8(""), "");
  EXPECT_TRUE(is_valid_utf8(to_valid_utf8(std::string("\xc3\0\xf0\x9f\x98\xff", 6))));
}

TEST(Utf8Test, CutsAtCharacters) {
  const std::string text = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z";  // 1, 2, 3, 4 and 1 bytes
  const std::size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (std::size_t max = 0; max < std::size(expected); ++max) {
    EXPECT_EQ(cut_utf8(text, max).size(), expected[max]) << max;
    EXPECT_TRUE(is_valid_utf8(cut_utf8(text, max)));
  }
}

TEST(Utf8Test, CutsWhatIsNotUtf8Too) {
  const std::string text(20, '\x80');
  EXPECT_EQ(cut_utf8(text, 10).size(), 10u);
  EXPECT_EQ(cut_utf8(text, 0).size(), 0u);
}

}  // namespace
}  // namespace stepgate
