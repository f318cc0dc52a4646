#include "openapi/url.hpp"

#include <gtest/gtest.h>

namespace stepgate::openapi {
namespace {

TEST(Url, IsTakenApart) {
  const auto url = parse_url("HTTPS://Example.COM:8443/a/b.json?x=1#part");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->origin(), "https://example.com:8443");
  EXPECT_EQ(url->folder(), "/a/");
  EXPECT_EQ(url->text(), "https://example.com:8443/a/b.json?x=1");
  EXPECT_EQ(parse_url("http://h")->text(), "http://h/");
  EXPECT_EQ(parse_url("http://h:80/x")->text(), "http://h/x");
  EXPECT_EQ(parse_url("https://h:443?q")->text(), "https://h/?q");
  EXPECT_EQ(parse_url("http://[::1]:9000/x")->origin(), "http://[::1]:9000");
  EXPECT_EQ(parse_url("http://user:secret@h/x")->text(), "http://h/x");
}

TEST(Url, IsRefusedWhenItIsNone) {
  for (const char* text : {"", "h/x", "/x", "ftp://h/x", "file:///etc/passwd", "http:/h", "http://",
                           "http://h:port/", "http://h:123456/", "http://[::1/", "http://h/a b",
                           "http://h/a\nb", "javascript:alert(1)", "http://h\\x"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
  EXPECT_FALSE(parse_url("http://h/" + std::string(10'000, 'a')));
}

TEST(Url, IsResolved) {
  const Url base = *parse_url("http://h:1/v2/openapi.json?x=1");
  const std::pair<const char*, const char*> rows[] = {
      {"/", "http://h:1/"},
      {"/api/v3", "http://h:1/api/v3"},
      {"api", "http://h:1/v2/api"},
      {"./", "http://h:1/v2/"},
      {".", "http://h:1/v2/"},
      {"..", "http://h:1/"},
      {"../x/./y/../z", "http://h:1/x/z"},
      {"../../../x", "http://h:1/x"},
      {"//other/x", "http://other/x"},
      {"https://other/x/", "https://other/x/"},
      {"?y=2", "http://h:1/v2/openapi.json?y=2"},
      {"", "http://h:1/v2/openapi.json?x=1"},
  };
  for (const auto& [reference, expected] : rows) {
    const auto url = resolve_url(base, reference);
    ASSERT_TRUE(url) << reference;
    EXPECT_EQ(url->text(), expected) << reference;
  }
  EXPECT_FALSE(resolve_url(base, "ws://h/x"));
}

TEST(Url, JoinsWithoutDoubleSlash) {
  EXPECT_EQ(join_url("http://h/", "/status"), "http://h/status");
  EXPECT_EQ(join_url("http://h/v2//", "/status"), "http://h/v2/status");
  EXPECT_EQ(join_url("http://h/v2", "/status"), "http://h/v2/status");
}

}  // namespace
}  // namespace stepgate::openapi
