#include <gtest/gtest.h>
#include <stepgate/encoding.hpp>

namespace stepgate::sdk {
namespace {

TEST(Encoding, Base64OfEachLength) {
  // RFC 4648 section 10.
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64(std::string_view("\xFF\xFE\x00", 3)), "//4A");
}

TEST(Encoding, FormsKeepOnlyWhatTheyMay) {
  EXPECT_EQ(form_encode("Az09*-._"), "Az09*-._");
  EXPECT_EQ(form_encode("a b+c&d=e/f~%"), "a+b%2Bc%26d%3De%2Ff%7E%25");
  EXPECT_EQ(form_encode("\xC3\xA4"), "%C3%A4");
  EXPECT_EQ(form_body({{"a b", "c"}, {"d", ""}}), "a+b=c&d=");
  EXPECT_EQ(form_body({}), "");
}

}  // namespace
}  // namespace stepgate::sdk
