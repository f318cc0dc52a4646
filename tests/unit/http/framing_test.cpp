#include "http/detail/framing.hpp"

#include <gtest/gtest.h>

namespace stepgate::http::detail {
namespace {

using Kind = Framing::Kind;

RequestHead request(Fields fields, int minor = 1) {
  RequestHead head;
  head.method = "POST";
  head.minor = minor;
  head.fields = std::move(fields);
  return head;
}

TEST(Framing, OfRequests) {
  Framing framing;
  EXPECT_FALSE(request_framing(request({}), framing));
  EXPECT_EQ(framing.kind, Kind::none);
  EXPECT_TRUE(framing.reusable);
  EXPECT_FALSE(request_framing(request({{"Content-Length", "12"}}), framing));
  EXPECT_EQ(framing.kind, Kind::length);
  EXPECT_EQ(framing.length, 12u);
  EXPECT_FALSE(request_framing(request({{"Content-Length", "0"}}), framing));
  EXPECT_EQ(framing.kind, Kind::none);
  EXPECT_FALSE(request_framing(request({{"transfer-encoding", "Chunked"}}), framing));
  EXPECT_EQ(framing.kind, Kind::chunked);
  EXPECT_FALSE(request_framing(request({{"Connection", "close"}}), framing));
  EXPECT_FALSE(framing.reusable);
  EXPECT_FALSE(request_framing(request({}, 0), framing));
  EXPECT_FALSE(framing.reusable);
  EXPECT_FALSE(request_framing(request({{"Connection", "Keep-Alive"}}, 0), framing));
  EXPECT_TRUE(framing.reusable);
}

TEST(Framing, WhatSmugglesRequestsIsRefused) {
  Framing framing;
  const std::vector<Fields> refused{
      {{"Content-Length", "1"}, {"Content-Length", "2"}},
      {{"Content-Length", "1, 1"}},
      {{"Content-Length", "+1"}},
      {{"Content-Length", "-1"}},
      {{"Content-Length", "0x10"}},
      {{"Content-Length", ""}},
      {{"Content-Length", "9999999999999999999"}},
      {{"Content-Length", "1"}, {"Transfer-Encoding", "chunked"}},
      {{"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}},
      {{"Transfer-Encoding", "gzip, chunked"}},
      {{"Transfer-Encoding", "identity"}},
      {{"Transfer-Encoding", ""}}};
  for (const auto& fields : refused)
    EXPECT_TRUE(request_framing(request(fields), framing))
        << fields[0].first << ": " << fields[0].second;
  EXPECT_TRUE(request_framing(request({{"Transfer-Encoding", "chunked"}}, 0), framing));
}

ResponseHead answer(int status, Fields fields) {
  ResponseHead head;
  head.status = status;
  head.fields = std::move(fields);
  return head;
}

TEST(Framing, OfAnswers) {
  EXPECT_EQ(response_framing(answer(200, {{"Content-Length", "5"}}), "HEAD")->kind, Kind::none);
  EXPECT_EQ(response_framing(answer(204, {{"Content-Length", "5"}}), "GET")->kind, Kind::none);
  EXPECT_EQ(response_framing(answer(304, {}), "GET")->kind, Kind::none);
  EXPECT_EQ(response_framing(answer(200, {{"Content-Length", "5"}}), "GET")->length, 5u);
  EXPECT_EQ(response_framing(answer(200, {}), "GET")->kind, Kind::until_close);
  EXPECT_FALSE(response_framing(answer(200, {}), "GET")->reusable);
  const auto both = response_framing(
      answer(200, {{"Content-Length", "5"}, {"Transfer-Encoding", "gzip, chunked"}}), "GET");
  EXPECT_EQ(both->kind, Kind::chunked);
  EXPECT_FALSE(both->reusable);
  EXPECT_FALSE(response_framing(answer(200, {{"Content-Length", "five"}}), "GET"));
  EXPECT_TRUE(
      response_framing(answer(200, {{"Content-Length", "5"}, {"Content-Length", "5"}}), "GET"));
}

}  // namespace
}  // namespace stepgate::http::detail
