#include "admin/image_kind.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stepgate::admin {
namespace {

using namespace std::string_literals;

TEST(ImageKind, IsFoundInTheBytes) {
  EXPECT_EQ(image_kind("\x89PNG\r\n\x1A\n....IHDR"s), "image/png");
  EXPECT_EQ(image_kind("GIF89a..."), "image/gif");
  EXPECT_EQ(image_kind("\xFF\xD8\xFF\xE0"s), "image/jpeg");
  EXPECT_EQ(image_kind("RIFF\x04\0\0\0WEBPVP8 "s), "image/webp");
  EXPECT_EQ(image_kind("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/svg+xml");
  EXPECT_EQ(image_kind("\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- a -->\n<!DOCTYPE svg PUBLIC "
                       "'a' 'b'>\n<svg>"),
            "image/svg+xml");
}

TEST(ImageKind, IsNothingElse) {
  for (const auto& bytes :
       {""s, "<"s, "<svg"s, "<html><svg></svg></html>"s, "<script>alert(1)</script>"s, "RIFF"s,
        "RIFF\x04\0\0\0AVI LIST"s, "GIF88a"s, "\x89PN"s, "<?xml"s, "<!-- <svg>"s, "<svgx>"s, "BM"s,
        "<!DOCTYPE html><svg>"s})
    EXPECT_EQ(image_kind(bytes), "") << bytes;
}

}  // namespace
}  // namespace stepgate::admin
