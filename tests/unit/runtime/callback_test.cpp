#include "runtime_fixture.hpp"

namespace stepgate::runtime::testing {
namespace {

class CallbackTest : public RuntimeTest {
 protected:
  /// One chunk of ten people that waits for its callback.
  Seen waiting() {
    add_people(1, 10);
    catalog_.adapter_->act = [](const Seen&, flow::ResultBuilder&) {
      return TestAdapter::accepted();
    };
    start();
    run_ = run();
    EXPECT_TRUE(wait([&] { return catalog_.adapter_->seen().size() == 1; }));
    return catalog_.adapter_->seen().at(0);
  }
  flow::RunId run_ = 0;
};

TEST_F(CallbackTest, IsAppliedOnceAndARepeatIsADuplicate) {
  const auto chunk = waiting();
  EXPECT_EQ(call_back(chunk.url, chunk.token, "Finland").body, "answer 0");
  ASSERT_TRUE(ends(run_));
  EXPECT_EQ(country(1), "Finland");
  const auto again = call_back(chunk.url, chunk.token, "Finland");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, "answer 1");
  const auto other = call_back(chunk.url, chunk.token, "Sweden");
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(country(1), "Finland");
  EXPECT_EQ(counts(run_).changed, 10);
}

TEST_F(CallbackTest, AWrongTokenChangesNothing) {
  const auto chunk = waiting();
  EXPECT_EQ(call_back(chunk.url, "wrong", "Finland").status, 401);
  EXPECT_EQ(call_back(chunk.url, "", "Finland").status, 401);
  EXPECT_EQ(country(1), "suomi");
  EXPECT_EQ(call_back(chunk.url, chunk.token, "Finland").status, 200);
}

TEST_F(CallbackTest, AStrangersCodeIsTurnedAway) {
  const auto chunk = waiting();
  EXPECT_EQ(call_back("http://127.0.0.1/callback/AAAA", chunk.token, "Finland").status, 404);
  EXPECT_EQ(country(1), "suomi");
}

TEST_F(CallbackTest, AnUnreadableBodyLeavesTheTokenGood) {
  const auto chunk = waiting();
  EXPECT_EQ(call_back(chunk.url, chunk.token, "").status, 400);
  EXPECT_EQ(state(run_), flow::RunState::running);
  EXPECT_EQ(call_back(chunk.url, chunk.token, "Finland").status, 200);
  EXPECT_TRUE(ends(run_));
}

TEST_F(CallbackTest, AfterTheDeadlineResultsAreKeptAndNotApplied) {
  catalog_.plan_->limits.deadline = 200;
  const auto chunk = waiting();
  ASSERT_TRUE(ends(run_));
  const auto late = call_back(chunk.url, chunk.token, "Finland");
  EXPECT_EQ(late.status, 200);
  EXPECT_EQ(late.body, "answer 2");
  EXPECT_EQ(country(1), "suomi");
  EXPECT_EQ(counts(run_).failed, 10);
}

TEST_F(CallbackTest, MayComeBeforeTheSubmitIsAnswered) {
  add_people(1, 10);
  std::atomic<int> status{0};
  catalog_.adapter_->act = [&](const Seen& seen, flow::ResultBuilder&) {
    status = call_back(seen.url, seen.token, "Finland").status;
    return TestAdapter::answered(502);
  };
  start();
  const auto id = run();
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(status, 200);
  EXPECT_EQ(counts(id).changed, 10);
}

TEST_F(CallbackTest, TheTokenOfAnyAttemptIsGood) {
  for (const std::size_t good : {0u, 1u}) {
    add_people(1 + 100 * static_cast<flow::PersonId>(good), 10);
    catalog_.adapter_->act = [](const Seen& seen, flow::ResultBuilder&) {
      auto outcome = seen.attempt == 1 ? TestAdapter::answered(429) : TestAdapter::accepted();
      outcome.retry_after = 50;
      return outcome;
    };
    const auto before = catalog_.adapter_->seen().size();
    if (!engine_) start();
    const auto id = run();
    ASSERT_TRUE(wait([&] { return catalog_.adapter_->seen().size() >= before + 2; }));
    const auto seen = catalog_.adapter_->seen();
    const auto& attempt = seen[before + good];
    EXPECT_EQ(call_back(attempt.url, attempt.token, "Finland " + std::to_string(good)).status, 200);
    for (std::size_t i = before + 2; i < seen.size(); ++i)
      call_back(seen[i].url, seen[i].token, "Finland");
    ASSERT_TRUE(wait([&] {
      for (const auto& other : catalog_.adapter_->seen())
        call_back(other.url, other.token, "Finland");
      return state(id) == flow::RunState::done;
    }));
  }
}

TEST_F(CallbackTest, ManyAtOnceForOneChunkApplyOnce) {
  const auto chunk = waiting();
  std::atomic<int> applied{0}, duplicate{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 16; ++i)
    callers.emplace_back([&] {
      const auto answer = call_back(chunk.url, chunk.token, "Finland");
      (answer.body == "answer 0" ? applied : duplicate) += answer.status == 200;
    });
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(applied, 1);
  EXPECT_EQ(duplicate, 15);
}

}  // namespace
}  // namespace stepgate::runtime::testing
