// A service that answers a submit only after its callback (docs/protocol.md section 2).
#include "runtime_fixture.hpp"
#include "store/service_log_repository.hpp"

namespace stepgate::runtime::testing {
namespace {

class HeldTest : public RuntimeTest {
 protected:
  /// Works for so long, calls back, and answers then.
  void hold_for(Ms ms) {
    catalog_.adapter_->act = [this, ms](const Seen& seen, flow::ResultBuilder&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(ms));
      EXPECT_EQ(call_back(seen.url, seen.token, "Finland").status, 200);
      return TestAdapter::accepted();
    };
  }
  /// How long the newest submit was given, in ms.
  Ms given() const {
    const auto seen = catalog_.adapter_->seen();
    return seen.back().deadline - seen.back().now;
  }
  std::size_t held_entries() {
    return db_->service_log().query({.service = service_, .code = "SUBMIT_HELD"}).size();
  }
};

TEST_F(HeldTest, IsGivenUntilItsDeadlineOnceItHasBeenSeen) {
  add_people(1, 10);
  hold_for(1'200);
  start();
  ASSERT_TRUE(ends(run()));
  EXPECT_LE(given(), catalog_.plan_->limits.submit_timeout);
  EXPECT_EQ(held_entries(), 1u);
  ASSERT_TRUE(ends(run()));
  EXPECT_GT(given(), catalog_.plan_->limits.deadline - 10'000);
  EXPECT_EQ(held_entries(), 1u);
}

TEST_F(HeldTest, ACallbackThatOvertakesAnAnswerIsNoHolding) {
  add_people(1, 10);
  hold_for(0);
  start();
  ASSERT_TRUE(ends(run()));
  ASSERT_TRUE(ends(run()));
  EXPECT_LE(given(), catalog_.plan_->limits.submit_timeout);
  EXPECT_EQ(held_entries(), 0u);
}

TEST_F(HeldTest, HoldsMoreRequestsThanThereAreSendThreads) {
  add_people(1, 10);
  hold_for(1'200);
  start(2);
  ASSERT_TRUE(ends(run()));
  catalog_.plan_->limits.chunk_people = 1;
  catalog_.plan_->limits.concurrency = 8;
  std::atomic<int> now{0}, most{0};
  catalog_.adapter_->act = [&](const Seen& seen, flow::ResultBuilder& results) {
    most = std::max<int>(most, ++now);
    EXPECT_TRUE(wait([&] { return most >= 8; }));
    --now;
    TestAdapter::fill(seen.ids.size(), "Sweden", results);
    return TestAdapter::finished();
  };
  ASSERT_TRUE(ends(run()));
  EXPECT_EQ(most, 8);
}

}  // namespace
}  // namespace stepgate::runtime::testing
