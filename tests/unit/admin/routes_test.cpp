// Who may ask, for every operation there is; paths and methods that there are not.
#include "admin/router.hpp"
#include "admin_fixture.hpp"
#include "base/text.hpp"
#include "peers.hpp"

namespace stepgate::admin::testing {
namespace {

using Routes = AdminTest;

/// A path of the document with something that nobody has in each pair of braces.
std::string filled(std::string_view path) {
  std::string out;
  for (const auto& segment : split(path.substr(1), '/'))
    out += "/" + (segment.starts_with('{') ? std::string("999") : segment);
  return out;
}

TEST_F(Routes, WantTheRightToken) {
  const auto document = get("/api/v1/openapi.json").json;
  int asked = 0;
  for (const auto& [path, operations] : document["paths"].members())
    for (const auto& [method, operation] : operations.members()) {
      const bool open = operation.has("security") && operation["security"].size() == 0;
      std::string upper = method;
      for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      SCOPED_TRACE(upper + " " + path);
      token_ = "";
      const auto without = ask(upper, filled(path));
      token_ = "the-token-of-this-tesT";
      const auto wrong = ask(upper, filled(path));
      token_ = kToken;
      const auto right = ask(upper, filled(path));
      ++asked;
      if (open) {
        EXPECT_EQ(without.status, 200);
        EXPECT_EQ(path, "/healthz");
        continue;
      }
      EXPECT_EQ(without.refusal(), "401 TOKEN_MISSING");
      EXPECT_THAT(without.header("WWW-Authenticate"), ::testing::StartsWith("Bearer"));
      EXPECT_EQ(wrong.refusal(), "401 TOKEN_WRONG");
      EXPECT_THAT(wrong.header("WWW-Authenticate"), ::testing::HasSubstr("invalid_token"));
      EXPECT_NE(right.status, 401);
      EXPECT_NE(right.status, 405);
      EXPECT_NE(right.status, 500) << right.body;
      EXPECT_NE(right.code(), "ROUTE_UNKNOWN");
      if (right.status >= 400) {
        EXPECT_TRUE(operation["responses"].has(std::to_string(right.status))) << right.body;
      }
      EXPECT_EQ(right.header("X-Content-Type-Options"), "nosniff");
      EXPECT_EQ(right.header("Cache-Control"), "no-store");
    }
  EXPECT_EQ(static_cast<std::size_t>(asked), all_routes().size());
}

TEST_F(Routes, RefuseOtherProofs) {
  token_ = "";
  for (const auto* given : {"Basic dGhlOnRva2Vu", "Bearer", "Bearer ", "the-token-of-this-test",
                            "Bearer the-token-of-this-test2", "Bearer the-token-of-this-tes"})
    EXPECT_EQ(ask("GET", "/api/v1/status", {}, {{"Authorization", given}}).status, 401) << given;
  EXPECT_EQ(
      ask("GET", "/api/v1/status", {}, {{"Authorization", "bearer the-token-of-this-test"}}).status,
      200);
  EXPECT_EQ(get("/api/v1/nothing").status, 401);
  EXPECT_EQ(get("/").status, 401);
}

TEST_F(Routes, UnknownPathsAreProblems) {
  const std::string long_path = "/api/v1/" + std::string(1000, 'x');
  for (const std::string path :
       {"/", "/api", "/api/v1", "/api/v1/", "/api/v2/status", "/api/v1/status/", "/api/v1/people//",
        "/api/v1/services/x/y/z/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p", long_path.c_str()}) {
    const auto answer = get(path);
    EXPECT_EQ(answer.refusal(), "404 ROUTE_UNKNOWN") << path;
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  }
}

TEST_F(Routes, WrongMethodsSayWhichAreKnown) {
  const auto fields = ask("DELETE", "/api/v1/fields");
  EXPECT_EQ(fields.refusal(), "405 METHOD_NOT_ALLOWED");
  EXPECT_EQ(fields.header("Allow"), "GET, HEAD, POST");
  EXPECT_EQ(ask("POST", "/healthz").header("Allow"), "GET, HEAD");
  // A word that is written out is never an id.
  EXPECT_EQ(get("/api/v1/people/import").header("Allow"), "POST");
  EXPECT_EQ(ask("OPTIONS", "/api/v1/services/7").header("Allow"), "GET, HEAD, DELETE");
}

TEST_F(Routes, HeadIsGetWithoutABody) {
  http::test::RawConnection connection(http::test::dial(server_->port()));
  connection.write("HEAD /api/v1/fields HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " +
                   std::string(kToken) + "\r\nConnection: close\r\n\r\n");
  const auto answer = connection.read_to_end();
  EXPECT_THAT(answer, ::testing::StartsWith("HTTP/1.1 200"));
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

}  // namespace
}  // namespace stepgate::admin::testing
