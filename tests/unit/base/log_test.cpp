#include "base/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace stepgate {
namespace {

class LogTest : public testing::Test {
 protected:
  ~LogTest() override { set_log_sink({}); }

  static std::string stderr_of(Severity severity, std::string_view text) {
    testing::internal::CaptureStderr();
    log(severity, "room", text);
    return testing::internal::GetCapturedStderr();
  }
};

TEST_F(LogTest, DefaultSinkWritesWarningsAndErrors) {
  EXPECT_THAT(stderr_of(Severity::warn, "run=1"), testing::HasSubstr("warning room: run=1\n"));
  EXPECT_THAT(stderr_of(Severity::error, "x"), testing::HasSubstr("error room: x\n"));
  EXPECT_EQ(stderr_of(Severity::info, "x"), "");
  EXPECT_EQ(stderr_of(Severity::debug, "x"), "");
}

TEST_F(LogTest, ATextCannotForgeALine) {
  const std::string line = stderr_of(Severity::error, "a\n2026-01-01T00:00:00Z error b\r\x1b[2J");
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_EQ(line.find('\x1b'), std::string::npos);
}

TEST_F(LogTest, TheSinkGetsEverything) {
  std::vector<std::string> seen;
  set_log_sink([&](Severity severity, std::string_view source, std::string_view text) {
    seen.push_back(std::to_string(static_cast<int>(severity)) + " " + std::string(source) + " " +
                   std::string(text));
  });
  log(Severity::debug, "store", "a");
  log(Severity::error, "http", "b");
  EXPECT_THAT(seen, testing::ElementsAre("0 store a", "3 http b"));
}

TEST_F(LogTest, ASinkThatThrowsDoesNotDisturbTheCaller) {
  set_log_sink([](Severity, std::string_view, std::string_view) { throw std::runtime_error("x"); });
  EXPECT_THAT(stderr_of(Severity::info, "kept"), testing::HasSubstr("info room: kept"));
}

TEST_F(LogTest, ASinkMayLog) {
  int depth = 0;
  set_log_sink([&](Severity, std::string_view, std::string_view) {
    if (++depth < 3) log(Severity::info, "inner", "again");
  });
  log(Severity::info, "outer", "x");
  EXPECT_EQ(depth, 3);
}

TEST_F(LogTest, ThreadsLogWhileTheSinkChanges) {
  std::atomic<int> count{0};
  const auto sink = [&](Severity, std::string_view, std::string_view) { ++count; };
  set_log_sink(sink);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([] {
      for (int i = 0; i < 500; ++i) log(Severity::info, "t", "x");
    });
  }
  for (int i = 0; i < 100; ++i) set_log_sink(sink);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(count, 2000);
}

}  // namespace
}  // namespace stepgate
