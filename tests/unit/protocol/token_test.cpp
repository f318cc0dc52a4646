#include "protocol/token.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/text.hpp"

namespace stepgate::protocol {
namespace {

constexpr std::string_view kMunchkin = "123-ABC-456";

TEST(Token, BeginsWithTheMunchkinIdWhenDecoded) {
  const std::string token = make_token(random_bytes(16), kMunchkin);
  const auto decoded = from_base64(token);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->substr(0, 11), kMunchkin);
  EXPECT_GE(decoded->size(), 11u + 16u);
  EXPECT_TRUE(is_valid_utf8(*decoded));
  EXPECT_NE(token, make_token(random_bytes(16), kMunchkin));
}

TEST(Token, KeepsAllTheRandomness) {
  const std::string random("\x00\xff\x10 0123456789abcd", 17);
  const auto decoded = from_base64(make_token(random, kMunchkin));
  EXPECT_EQ(from_base64url(decoded->substr(11)), random);
}

TEST(Token, NeedsAnIdAndEnoughRandomness) {
  EXPECT_THROW(make_token(random_bytes(15), kMunchkin), Error);
  EXPECT_THROW(make_token(random_bytes(16), "123"), Error);
}

class Request {
 public:
  Request& header(std::string_view name, std::string_view value) {
    headers_.push_back({keep(name), keep(value)});
    return *this;
  }
  Request& body(std::string_view text) { return body_ = text, *this; }

  /// The candidates in order, until one is `good`.
  std::string offers(std::string_view good = "") const {
    stepgate_callback callback{};
    callback.struct_size = sizeof(stepgate_callback);
    callback.header_count = static_cast<std::uint32_t>(headers_.size());
    callback.headers = headers_.data();
    callback.body = {body_.data(), body_.size()};
    std::string all;
    const bool found = find_token(callback, [&](std::string_view candidate) {
      all += std::string(candidate) + ' ';
      return candidate == good;
    });
    return all + (found ? "found" : "none");
  }

 private:
  stepgate_str keep(std::string_view text) {
    const std::string& kept = texts_.emplace_back(text);
    return {kept.data(), kept.size()};
  }
  std::deque<std::string> texts_;
  std::vector<stepgate_header> headers_;
  std::string body_;
};

TEST(FindToken, OffersAllPlacesBestFirst) {
  Request request;
  request.header("Authorization", "Bearer two")
      .header("X-CALLBACK-TOKEN", " one ")
      .body(R"({"token": "three"})");
  EXPECT_EQ(request.offers(), "one two three none");
  EXPECT_EQ(request.offers("two"), "one two found");
  EXPECT_EQ(request.offers("three"), "one two three found");
}

TEST(FindToken, SkipsWhatIsEmptyOrOfAnotherKind) {
  Request request;
  request.header("x-callback-token", "  ")
      .header("authorization", "Basic abc")
      .header("x-api-key", "k");
  request.body(R"({"token": ""})");
  EXPECT_EQ(request.offers(), "none");
  EXPECT_EQ(Request().header("authorization", "bearer   t").offers(), "t none");
  EXPECT_EQ(Request().header("authorization", "Bearer ").offers(), "none");
}

TEST(FindToken, OffersEachOfSeveralHeaders) {
  EXPECT_EQ(Request().header("x-callback-token", "a").header("x-callback-token", "b").offers("b"),
            "a b found");
}

TEST(FindToken, TakesOnlyTheOutermostMember) {
  const auto in_body = [](const char* body) { return Request().body(body).offers(); };
  EXPECT_EQ(in_body(R"({"objectData": [{"token": "inner"}], "token": "outer"})"), "outer none");
  EXPECT_EQ(in_body(R"({"a": {"token": "inner"}})"), "none");
  EXPECT_EQ(in_body(R"([{"token": "inner"}])"), "none");
  EXPECT_EQ(in_body(R"({"token": 5})"), "none");
  EXPECT_EQ(in_body(R"({"token": {"token": "x"}})"), "none");
  EXPECT_EQ(in_body(R"("token")"), "none");
  EXPECT_EQ(in_body(R"({"token": "t", broken)"), "t none");
  EXPECT_EQ(in_body(R"({broken, "token": "t"})"), "none");
}

}  // namespace
}  // namespace stepgate::protocol
