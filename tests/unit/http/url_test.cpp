#include "http/url.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace stepgate::http {
namespace {

struct Spelling {
  const char *given, *kept;
};

class UrlSpelling : public testing::TestWithParam<Spelling> {};

TEST_P(UrlSpelling, IsKeptInOneForm) {
  std::string why;
  const auto url = Url::parse(GetParam().given, &why);
  ASSERT_TRUE(url) << why;
  EXPECT_EQ(url->str(), GetParam().kept);
  EXPECT_EQ(Url::parse(url->str())->str(), url->str()) << "not stable when parsed again";
}

INSTANTIATE_TEST_SUITE_P(
    Table, UrlSpelling,
    testing::Values(Spelling{"http://example.com", "http://example.com/"},
                    Spelling{"HTTPS://Example.COM:443/A", "https://example.com/A"},
                    Spelling{"http://example.com:80/", "http://example.com/"},
                    Spelling{"http://example.com:8080/x?y=1#z", "http://example.com:8080/x?y=1"},
                    Spelling{"http://example.com?a", "http://example.com/?a"},
                    Spelling{"http://example.com/?", "http://example.com/?"},
                    Spelling{"http://example.com:", "http://example.com/"},
                    Spelling{"http://[::1]:8480/a", "http://[::1]:8480/a"},
                    Spelling{"https://[2001:DB8::1]", "https://[2001:db8::1]/"},
                    Spelling{"http://h/a b", "http://h/a%20b"},
                    Spelling{"http://h/\xc3\xa9", "http://h/%C3%A9"},
                    Spelling{"http://h/a%20b%2Fc", "http://h/a%20b%2Fc"},
                    Spelling{"http://h/100%", "http://h/100%25"},
                    Spelling{"http://h/a/./b/../c", "http://h/a/c"},
                    Spelling{"http://h/../../a", "http://h/a"},
                    Spelling{"http://h/?q={x}|y", "http://h/?q=%7Bx%7D%7Cy"},
                    Spelling{"  http://h/  ", "http://h/"}));

class UrlRefused : public testing::TestWithParam<const char*> {};

TEST_P(UrlRefused, GivesAReason) {
  std::string why;
  EXPECT_FALSE(Url::parse(GetParam(), &why)) << GetParam();
  EXPECT_FALSE(why.empty());
}

INSTANTIATE_TEST_SUITE_P(Table, UrlRefused,
                         testing::Values("", "example.com", "/path", "ftp://h/",
                                         "file:///etc/passwd", "http:/h", "http://", "http:///x",
                                         "http://u:p@h/", "http://u@h/", "http://h:0/",
                                         "http://h:65536/", "http://h:-1/", "http://h:8x/",
                                         "http://[::1", "http://[x]/", "http://[::1]x/",
                                         "http://h\nX: y/", "http://h/\r\nX: y", "http://h/\x01",
                                         "http://a b/", "http://h%2e/", "http://h\\x/",
                                         "http://\xc3\xa9.example/", "javascript:alert(1)"));

TEST(Url, RequireThrowsWithTheSubject) {
  try {
    Url::require("nowhere", "the service's URL");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "BAD_URL");
    EXPECT_EQ(e.subject(), "the service's URL");
    EXPECT_NE(e.fact().find("nowhere"), std::string::npos);
    EXPECT_FALSE(e.remedy().empty());
  }
}

TEST(Url, AnEndlessTextIsRefused) {
  EXPECT_FALSE(Url::parse("http://h/" + std::string(100'000, 'a')));
}

struct Reference {
  const char *given, *whole;
};

class UrlReference : public testing::TestWithParam<Reference> {};

TEST_P(UrlReference, IsResolved) {
  const auto base = Url::parse("http://a/b/c/d;p?q");
  const auto url = resolve(*base, GetParam().given);
  ASSERT_TRUE(url) << GetParam().given;
  EXPECT_EQ(url->str(), GetParam().whole) << GetParam().given;
}

// RFC 3986 section 5.4, without what is not http.
INSTANTIATE_TEST_SUITE_P(
    Rfc3986, UrlReference,
    testing::Values(Reference{"g", "http://a/b/c/g"}, Reference{"./g", "http://a/b/c/g"},
                    Reference{"g/", "http://a/b/c/g/"}, Reference{"/g", "http://a/g"},
                    Reference{"//g", "http://g/"}, Reference{"?y", "http://a/b/c/d;p?y"},
                    Reference{"g?y", "http://a/b/c/g?y"}, Reference{"#s", "http://a/b/c/d;p?q"},
                    Reference{"g#s", "http://a/b/c/g"}, Reference{"g?y#s", "http://a/b/c/g?y"},
                    Reference{";x", "http://a/b/c/;x"}, Reference{"g;x", "http://a/b/c/g;x"},
                    Reference{"", "http://a/b/c/d;p?q"}, Reference{".", "http://a/b/c/"},
                    Reference{"./", "http://a/b/c/"}, Reference{"..", "http://a/b/"},
                    Reference{"../", "http://a/b/"}, Reference{"../g", "http://a/b/g"},
                    Reference{"../..", "http://a/"}, Reference{"../../", "http://a/"},
                    Reference{"../../g", "http://a/g"}, Reference{"../../../g", "http://a/g"},
                    Reference{"/./g", "http://a/g"}, Reference{"/../g", "http://a/g"},
                    Reference{"g.", "http://a/b/c/g."}, Reference{".g", "http://a/b/c/.g"},
                    Reference{"g..", "http://a/b/c/g.."}, Reference{"..g", "http://a/b/c/..g"},
                    Reference{"./../g", "http://a/b/g"}, Reference{"./g/.", "http://a/b/c/g/"},
                    Reference{"g/./h", "http://a/b/c/g/h"}, Reference{"g/../h", "http://a/b/c/h"},
                    Reference{"g;x=1/../y", "http://a/b/c/y"},
                    Reference{"g?y/../x", "http://a/b/c/g?y/../x"},
                    Reference{"https://o/p", "https://o/p"}));

TEST(UrlReference, AnotherSchemeIsRefused) {
  std::string why;
  EXPECT_FALSE(resolve(*Url::parse("http://a/"), "mailto:x@y", &why));
  EXPECT_NE(why.find("mailto"), std::string::npos);
  EXPECT_FALSE(resolve(*Url::parse("http://a/"), "http:g"));
}

struct Join {
  const char *base, *endpoint, *whole;
};

class UrlJoin : public testing::TestWithParam<Join> {};

TEST_P(UrlJoin, HasNoDoubleOrTrailingSlash) {
  const auto& p = GetParam();
  EXPECT_EQ(join_path(*Url::parse(p.base), p.endpoint).str(), p.whole);
}

INSTANTIATE_TEST_SUITE_P(
    Table, UrlJoin,
    testing::Values(Join{"http://h", "/status", "http://h/status"},
                    Join{"http://h/", "status", "http://h/status"},
                    Join{"http://h/v1", "/status", "http://h/v1/status"},
                    Join{"http://h/v1/", "/status", "http://h/v1/status"},
                    Join{"http://h/v1//", "//status/", "http://h/v1/status"},
                    Join{"http://h/v1", "/a/{b}", "http://h/v1/a/%7Bb%7D"},
                    Join{"http://h/api?code=x", "/status", "http://h/api/status?code=x"},
                    Join{"http://h/v1/", "", "http://h/v1"}, Join{"http://h", "/", "http://h/"}));

TEST(Url, FolderOfADocument) {
  EXPECT_EQ(folder_of(*Url::parse("https://h/a/openapi.json?x")).str(), "https://h/a/");
  EXPECT_EQ(folder_of(*Url::parse("https://h")).str(), "https://h/");
}

TEST(Url, QueryParametersAreEncoded) {
  const auto url = with_query(*Url::parse("http://h/x"), "a key", "1&2=3");
  EXPECT_EQ(url.str(), "http://h/x?a%20key=1%262%3D3");
  EXPECT_EQ(with_query(url, "b", "").str(), "http://h/x?a%20key=1%262%3D3&b=");
}

TEST(Url, Origins) {
  EXPECT_TRUE(Url::parse("http://H/a")->same_origin(*Url::parse("http://h:80/b")));
  EXPECT_FALSE(Url::parse("http://h/")->same_origin(*Url::parse("https://h/")));
  EXPECT_FALSE(Url::parse("http://h/")->same_origin(*Url::parse("http://h:81/")));
}

TEST(Url, Loopback) {
  for (const char* text : {"http://localhost/", "http://a.localhost/", "http://127.0.0.1/",
                           "http://127.9.9.9:1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/"})
    EXPECT_TRUE(Url::parse(text)->is_loopback()) << text;
  for (const char* text : {"http://localhost.example/", "http://128.0.0.1/", "http://[::2]/",
                           "http://mylocalhost/", "http://[::ffff:10.0.0.1]/"})
    EXPECT_FALSE(Url::parse(text)->is_loopback()) << text;
}

TEST(Url, PercentDecoding) {
  EXPECT_EQ(percent_decode("a%20b+c"), "a b+c");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
  EXPECT_FALSE(percent_decode("%"));
  EXPECT_FALSE(percent_decode("%2"));
  EXPECT_FALSE(percent_decode("%zz"));
}

}  // namespace
}  // namespace stepgate::http
