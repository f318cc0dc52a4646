#include <gtest/gtest.h>

#include "flow/decide.hpp"

namespace stepgate::flow {
namespace {

TEST(Names, StatesReadBack) {
  for (int i = 0; i < 10; ++i) {
    const auto state = static_cast<State>(i);
    EXPECT_EQ(parse_state(to_string(state)), state);
    EXPECT_EQ(is_open(state), i < 5);
  }
  EXPECT_EQ(to_string(State::timed_out), "timed_out");
  EXPECT_EQ(parse_state("open"), std::nullopt);
}

TEST(Names, RunStatesReadBack) {
  for (int i = 0; i < 5; ++i) {
    const auto state = static_cast<RunState>(i);
    EXPECT_EQ(parse_run_state(to_string(state)), state);
  }
  EXPECT_EQ(parse_run_state(""), std::nullopt);
}

TEST(Names, RowsAndVerdicts) {
  EXPECT_EQ(to_string(Row::T1), "T1");
  EXPECT_EQ(to_string(Row::T17), "T17");
  EXPECT_EQ(to_string(Verdict::aborted_applied), "aborted_applied");
}

}  // namespace
}  // namespace stepgate::flow
