// The barrier in both directions, without a file: slots are plain functions here.
#include "plugin/call_bridge.hpp"

#include "plugin_room.hpp"
#include "result_log.hpp"

namespace stepgate::plugin {
namespace {

using ::testing::HasSubstr;

class Bridge : public ::testing::Test {
 protected:
  CallContext context_;
};

TEST_F(Bridge, AnExceptionThatLeavesAPluginIsAStatus) {
  CallBridge bridge("acme", context_);
  const CallEnd end = bridge.run([]() -> stepgate_status { throw std::runtime_error("out"); });
  EXPECT_EQ(end.status, STEPGATE_INTERNAL);
  EXPECT_EQ(end.code, "PLUGIN_THREW");
  EXPECT_THAT(end.message, HasSubstr("out"));
  const CallEnd odd = bridge.run([]() -> stepgate_status { throw 42; });
  EXPECT_EQ(odd.code, "PLUGIN_THREW");
}

TEST_F(Bridge, WhatTheHostThrowsDoesNotCrossButArrivesAfterwards) {
  context_.cancelled = []() -> bool { throw Error(ErrorKind::internal, "OURS", "host", "broke"); };
  CallBridge bridge("acme", context_);
  bool went_on = false;
  try {
    bridge.run([&] {
      bridge.raw()->cancelled(bridge.raw());
      went_on = true;
      return STEPGATE_OK;
    });
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "OURS");
  }
  EXPECT_TRUE(went_on);
}

TEST_F(Bridge, UnknownStatusesAreFaults) {
  CallBridge bridge("acme", context_);
  const CallEnd end = bridge.run([] { return stepgate_status{99}; });
  EXPECT_EQ(end.status, STEPGATE_INTERNAL);
  EXPECT_THAT(end.message, HasSubstr("unknown status 99"));
}

TEST_F(Bridge, TheLastAnswerCountsAndNoneIsAFault) {
  CallBridge bridge("acme", context_);
  EXPECT_THROW(bridge.take_answer(), Error);
  bridge.raw()->emit(bridge.raw(), str("first"));
  bridge.raw()->emit(bridge.raw(), str("second"));
  EXPECT_EQ(bridge.take_answer(), "second");
}

TEST_F(Bridge, CodesAndTextsAreMadeFit) {
  CallBridge bridge("acme", context_);
  const CallEnd end = bridge.run([&] {
    bridge.raw()->fail(bridge.raw(), str("not a code"), str("bad \xFF text"));
    bridge.raw()->retry_after(bridge.raw(), -5);
    return STEPGATE_RETRYABLE;
  });
  EXPECT_EQ(end.code, "PLUGIN_RETRYABLE");
  EXPECT_EQ(end.message, "bad \xEF\xBF\xBD text");
  EXPECT_EQ(end.retry_after, 0);
}

TEST_F(Bridge, ResultsInACallThatTakesNoneAreTold) {
  std::string warned;
  context_.warn = [&](std::string_view code, std::string_view text) {
    warned = std::string(code) + ": " + std::string(text);
  };
  CallBridge bridge("acme", context_);
  bridge.run([&] {
    bridge.raw()->finish(bridge.raw(), 0, 1, str(""), str(""));
    bridge.raw()->fail_chunk(bridge.raw(), str("A"), str("b"));
    EXPECT_EQ(bridge.raw()->candidate(bridge.raw(), str("t")), 0);
    return STEPGATE_OK;
  });
  EXPECT_THAT(warned, HasSubstr("PLUGIN_MISUSE"));
  EXPECT_THAT(warned, HasSubstr("2 things"));
}

TEST_F(Bridge, ADeadlineIsAlwaysThere) {
  CallBridge bridge("acme", context_);
  EXPECT_GT(bridge.raw()->deadline_unix_ms, system_clock().now());
  context_.deadline = 12;
  CallBridge other("acme", context_);
  EXPECT_EQ(other.raw()->deadline_unix_ms, 12);
}

TEST_F(Bridge, NullTextsAreEmpty) {
  EXPECT_EQ(view(stepgate_str{nullptr, 100}), "");
  TestChunk chunk("{}");
  ResultLog results;
  CallBridge bridge("acme", context_, &results, &chunk.raw());
  bridge.run([&] {
    bridge.raw()->finish(bridge.raw(), 0, 0, {nullptr, 9}, {nullptr, 9});
    stepgate_value value{};
    value.type = STEPGATE_STRING;
    value.as.str = {nullptr, 5};
    bridge.raw()->set(bridge.raw(), 0, 0, &value);
    return STEPGATE_OK;
  });
  EXPECT_THAT(results.lines, ::testing::ElementsAre("finish 0 : ", "set 0 code="));
}

}  // namespace
}  // namespace stepgate::plugin
