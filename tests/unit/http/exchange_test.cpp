// What a call says about its body when the connection breaks at one exact byte (docs/protocol.md
// section 2).
#include "http/detail/exchange.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace stepgate::http::detail {
namespace {

/// Takes `accept` bytes, then fails; reads give `answer`, then nothing or the end. Always ready for
/// poll().
class ScriptedWire final : public Wire {
 public:
  ScriptedWire() {
    ::socketpair(AF_UNIX, SOCK_STREAM, 0, fds_);
    (void)!::write(fds_[1], "x", 1);
  }
  ~ScriptedWire() override {
    ::close(fds_[0]);
    ::close(fds_[1]);
  }

  int fd() const noexcept override { return fds_[0]; }
  bool secure() const noexcept override { return secure_; }
  Io handshake() override { return {}; }
  void shutdown_write() noexcept override {}
  void shutdown_read() noexcept override {}
  void abort() noexcept override {}
  std::string error() const override { return "scripted break"; }

  Io read(char* out, std::size_t n) override {
    if (!answer_.empty() && (taken_ >= answer_after_)) {
      const auto size = std::min(n, answer_.size());
      std::copy_n(answer_.data(), size, out);
      answer_.erase(0, size);
      return {IoStatus::done, size};
    }
    return {taken_ >= end_after_ ? IoStatus::eof : IoStatus::want_read, 0};
  }

  Io write(std::string_view first, std::string_view second) override {
    if (accept_ == 0) return {IoStatus::failed, 0};
    const auto offered = secure_ && !first.empty() ? first.size() : first.size() + second.size();
    const auto size = std::min(offered, accept_);
    accept_ -= size;
    taken_ += size;
    return {IoStatus::done, size};
  }

  std::size_t accept_ = 0, answer_after_ = 0, taken_ = 0, end_after_ = SIZE_MAX;
  bool secure_ = false;
  std::string answer_;

 private:
  int fds_[2] = {-1, -1};
};

class ExchangeBreak : public testing::Test {
 protected:
  ExchangeBreak() {
    request_.method = "POST";
    request_.url = "http://h/";
    patience_.stall = Millis(200);
  }

  void with_body(std::size_t size) {
    body_.assign(size, 'x');
    request_.body = body_;
    head_ = request_head(request_, *Url::parse(request_.url), "test");
  }

  /// The text of the break, or empty when there was an answer.
  std::string run() {
    Stream stream(std::move(owned_));
    Exchange exchange(stream, request_, patience_, outcome_);
    try {
      exchange.run(head_, Steady::now());
      return {};
    } catch (const IoError& e) {
      return e.what();
    }
  }

  Request request_;
  Patience patience_;
  Outcome outcome_;
  std::string body_, head_;
  std::unique_ptr<ScriptedWire> owned_ = std::make_unique<ScriptedWire>();
  ScriptedWire& wire_ = *owned_;
};

TEST_F(ExchangeBreak, NothingWasTaken) {
  with_body(10);
  EXPECT_EQ(run(), "scripted break");
  EXPECT_FALSE(outcome_.body_left);
}

TEST_F(ExchangeBreak, TheHeadAloneWasTaken) {
  for (const std::size_t size : {std::size_t{10}, std::size_t{1'000'000}}) {
    SCOPED_TRACE(size);
    with_body(size);
    owned_ = std::make_unique<ScriptedWire>();
    owned_->accept_ = head_.size();
    outcome_ = {};
    EXPECT_EQ(run(), "scripted break");
    EXPECT_FALSE(outcome_.body_left);
  }
}

TEST_F(ExchangeBreak, OneByteOfTheBodyWasTaken) {
  for (const std::size_t size : {std::size_t{10}, std::size_t{1'000'000}}) {
    SCOPED_TRACE(size);
    with_body(size);
    owned_ = std::make_unique<ScriptedWire>();
    owned_->accept_ = head_.size() + 1;
    outcome_ = {};
    EXPECT_EQ(run(), "scripted break");
    EXPECT_TRUE(outcome_.body_left);
  }
}

TEST_F(ExchangeBreak, ThePeerIsSeenToBeGoneBeforeALargeBody) {
  with_body(1'000'000);
  wire_.accept_ = SIZE_MAX;
  wire_.end_after_ = head_.size();
  EXPECT_EQ(run(), "the peer closed the connection");
  EXPECT_FALSE(outcome_.body_left);
}

TEST_F(ExchangeBreak, WhatTlsMayHaveSentCountsAsLeft) {
  with_body(10);
  wire_.secure_ = true;
  wire_.accept_ = head_.size();
  EXPECT_EQ(run(), "scripted break");
  EXPECT_TRUE(outcome_.body_left);
}

TEST_F(ExchangeBreak, AnAnswerThatWaitsBehindTheBreakIsRead) {
  with_body(1'000'000);
  wire_.accept_ = head_.size() + 5000;
  wire_.answer_after_ = head_.size() + 5000;
  wire_.answer_ = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno";
  EXPECT_EQ(run(), "");
  EXPECT_EQ(outcome_.response.status, 401);
  EXPECT_EQ(outcome_.response.body, "no");
}

TEST_F(ExchangeBreak, TheEndAfterTheBodyIsAmbiguous) {
  with_body(10);
  wire_.accept_ = SIZE_MAX;
  wire_.end_after_ = head_.size() + 10;
  EXPECT_EQ(run(), "the peer closed the connection without an answer");
  EXPECT_TRUE(outcome_.body_left);
}

}  // namespace
}  // namespace stepgate::http::detail
