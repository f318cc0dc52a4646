#include "http/detail/head.hpp"

#include <gtest/gtest.h>

#include "http/headers.hpp"

namespace stepgate::http::detail {
namespace {

constexpr std::size_t kFields = 10;

TEST(Head, EndIsFoundWhereverTheTextWasCut) {
  const std::string text = "GET / HTTP/1.1\r\nA: b\r\n\r\nrest";
  const auto length = text.size() - 4;
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    EXPECT_EQ(head_length(text.substr(0, cut)), cut < length ? 0u : length) << cut;
    EXPECT_EQ(head_length(text, std::min(cut, length - 1)), length) << cut;
  }
  EXPECT_EQ(head_length("A\n\nB"), 3u);
}

TEST(Head, ARequestIsRead) {
  RequestHead head;
  const std::string text = "POST /a?b HTTP/1.1\r\nHost:  h \r\nX-Y: \r\nx-y: 2\r\n\r\n";
  EXPECT_FALSE(parse_request(text, kFields, head));
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.target, "/a?b");
  EXPECT_EQ(head.minor, 1);
  EXPECT_EQ(find_field(head.fields, "HOST"), "h");
  EXPECT_EQ(find_field(head.fields, "x-y"), "");
  EXPECT_EQ(count_fields(head.fields, "X-Y"), 2u);
}

struct Bad {
  const char* text;
  int status;
};
class BadRequest : public testing::TestWithParam<Bad> {};

TEST_P(BadRequest, IsRefused) {
  RequestHead head;
  const auto fault = parse_request(GetParam().text, kFields, head);
  ASSERT_TRUE(fault) << GetParam().text;
  EXPECT_EQ(fault->status, GetParam().status) << GetParam().text;
  EXPECT_FALSE(fault->text.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadRequest,
    testing::Values(Bad{"\r\n", 400}, Bad{"GET\r\n\r\n", 400}, Bad{"GET /\r\n\r\n", 400},
                    Bad{"GET  HTTP/1.1\r\n\r\n", 400}, Bad{"G(T / HTTP/1.1\r\n\r\n", 400},
                    Bad{"GET / HTTP/2.0\r\n\r\n", 505}, Bad{"GET / HTTP/1.2\r\n\r\n", 505},
                    Bad{"GET / XTTP/1.1\r\n\r\n", 400}, Bad{"GET /a b HTTP/1.1\r\n\r\n", 400},
                    Bad{"GET / HTTP/1.1\r\nA : b\r\n\r\n", 400},
                    Bad{"GET / HTTP/1.1\r\nA\r\n\r\n", 400},
                    Bad{"GET / HTTP/1.1\r\n: b\r\n\r\n", 400},
                    Bad{"GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400},
                    Bad{"GET / HTTP/1.1\r\nA: b\x01\r\n\r\n", 400},
                    Bad{"GET / HTTP/1.1\r\nA: b\rC: d\r\n\r\n", 400},
                    Bad{"GET / HTTP/1.1\r\n1:\n2:\n3:\n4:\n5:\n6:\n7:\n8:\n9:\na:\nb:\n\n", 431},
                    Bad{"\x16\x03\x01\x02\x00\x01\x00\n\n", 400}));

TEST(Head, AnAnswerIsReadAndOddLinesAreSkipped) {
  ResponseHead head;
  EXPECT_TRUE(parse_response("HTTP/1.1 200 OK\r\nA : b\r\n folded\r\nnonsense\r\nC: d\r\n\r\n",
                             kFields, head));
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.fields.size(), 2u);
  EXPECT_EQ(find_field(head.fields, "a"), "b");
  EXPECT_EQ(find_field(head.fields, "c"), "d");
  EXPECT_TRUE(parse_response("HTTP/1.0 404\r\n\r\n", kFields, head));
  EXPECT_EQ(head.status, 404);
  EXPECT_EQ(head.minor, 0);
}

TEST(Head, WhatIsNoAnswerIsRefused) {
  ResponseHead head;
  for (const char* text : {"", "\r\n\r\n", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 20\r\n\r\n",
                           "HTTP/1.1 099 x\r\n\r\n", "HTTP/1.1 2x0 x\r\n\r\n",
                           "HTTP/1.1 2000\r\n\r\n", "<html>\n\n", "HTTP/1.1  200 OK\r\n\r\n"})
    EXPECT_FALSE(parse_response(text, kFields, head)) << text;
  std::string many = "HTTP/1.1 200 OK\r\n";
  for (std::size_t i = 0; i <= kFields; ++i) many += "A: b\r\n";
  EXPECT_FALSE(parse_response(many + "\r\n", kFields, head));
}

TEST(Headers, ListsAndTokens) {
  EXPECT_TRUE(list_has("keep-alive, Close", "close"));
  EXPECT_FALSE(list_has("closed", "close"));
  EXPECT_FALSE(list_has("", "close"));
  EXPECT_TRUE(is_token("X-Api_Key"));
  EXPECT_FALSE(is_token("a b"));
  EXPECT_FALSE(is_token(""));
  EXPECT_FALSE(is_field_value("a\r\nB: c"));
  EXPECT_TRUE(is_field_value("caf\xc3\xa9\t"));
}

}  // namespace
}  // namespace stepgate::http::detail
