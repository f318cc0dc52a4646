#include "runtime_fixture.hpp"
#include "store/field_repository.hpp"

namespace stepgate::runtime::testing {
namespace {

using Kind = SubmitOutcome::Kind;

class EngineTest : public RuntimeTest {};

TEST_F(EngineTest, TakesEveryoneThroughAndEndsTheRun) {
  add_people(1, 2'550);
  start();
  const auto id = run();
  ASSERT_TRUE(ends(id));
  const auto c = counts(id);
  EXPECT_EQ(c.entered, 2'550);
  EXPECT_EQ(c.changed, 2'550);
  EXPECT_EQ(c.failed + c.unchanged + c.left, 0);
  EXPECT_EQ(c.chunks, 26);
  EXPECT_EQ(country(2'550), "Finland");
  const auto seen = catalog_.adapter_->seen();
  EXPECT_EQ(seen.size(), 26u);
  for (const auto& chunk : seen) {
    EXPECT_TRUE(std::is_sorted(chunk.ids.begin(), chunk.ids.end()));
    EXPECT_EQ(chunk.country, "suomi");
  }
}

TEST_F(EngineTest, KeepsChunksInsideOneBucket) {
  const flow::PersonId edge = flow::bucket_first(1);
  add_people(edge - 50, 100);
  start();
  const auto id = run();
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(counts(id).changed, 100);
  for (const auto& chunk : catalog_.adapter_->seen()) {
    EXPECT_EQ(chunk.key.bucket, flow::bucket_of(chunk.ids.front()));
    EXPECT_EQ(chunk.key.bucket, flow::bucket_of(chunk.ids.back()));
  }
}

TEST_F(EngineTest, HasSeveralChunksOfOneRunInFlight) {
  add_people(1, 2'000);
  std::atomic<int> now{0}, most{0};
  catalog_.adapter_->act = [&](const Seen& seen, flow::ResultBuilder& results) {
    const int n = ++now;
    for (int m = most; n > m && !most.compare_exchange_weak(m, n);) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    --now;
    TestAdapter::fill(seen.ids.size(), "Finland", results);
    return TestAdapter::finished();
  };
  start();
  ASSERT_TRUE(ends(run()));
  EXPECT_GT(most, 1);
  EXPECT_LE(most, catalog_.plan_->limits.concurrency);
}

TEST_F(EngineTest, TriesAgainAfter429WithANewToken) {
  add_people(1, 10);
  catalog_.adapter_->act = [](const Seen& seen, flow::ResultBuilder& results) {
    if (seen.attempt == 1) {
      auto outcome = TestAdapter::answered(429);
      outcome.retry_after = 100;
      return outcome;
    }
    TestAdapter::fill(seen.ids.size(), "Finland", results);
    return TestAdapter::finished();
  };
  start();
  const auto id = run();
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(counts(id).changed, 10);
  const auto seen = catalog_.adapter_->seen();
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_NE(seen[0].token, seen[1].token);
}

TEST_F(EngineTest, SplitsWhatIsTooLarge) {
  add_people(1, 100);
  catalog_.adapter_->act = [](const Seen& seen, flow::ResultBuilder& results) {
    if (seen.ids.size() > 30) return TestAdapter::answered(413);
    TestAdapter::fill(seen.ids.size(), "Finland", results);
    return TestAdapter::finished();
  };
  start();
  const auto id = run();
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(counts(id).changed, 100);
  EXPECT_EQ(counts(id).entered, 100);
  EXPECT_GT(catalog_.learned, 0);
}

TEST_F(EngineTest, ResultsThatCanNeverBeWrittenFailTheirPeopleAndEndTheRun) {
  const auto* updated_at = db_->fields().table()->find("updatedAt");
  ASSERT_NE(updated_at, nullptr);
  catalog_.plan_->incoming = {{"changed", updated_at->id, updated_at->type}};
  add_people(1, 10);
  catalog_.adapter_->act = [](const Seen&, flow::ResultBuilder&) {
    return TestAdapter::accepted();
  };
  start();
  const auto id = run();
  ASSERT_TRUE(wait([&] { return catalog_.adapter_->seen().size() == 1; }));
  const auto seen = catalog_.adapter_->seen()[0];
  EXPECT_EQ(call_back(seen.url, seen.token, "2024-02-29T10:00:00Z").status, 200);
  EXPECT_EQ(call_back(seen.url, seen.token, "2024-02-29T10:00:00Z").status, 200) << "a duplicate";
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(counts(id).failed, 10);
  const auto failures = db_->runs().failures(id);
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_EQ(failures[0].code, "RESULTS_UNWRITABLE");
}

TEST_F(EngineTest, ARefusalFailsEveryoneWithItsCode) {
  add_people(1, 10);
  catalog_.adapter_->act = [](const Seen&, flow::ResultBuilder&) {
    return TestAdapter::answered(400);
  };
  start();
  const auto id = run();
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(counts(id).failed, 10);
  const auto failures = db_->runs().failures(id);
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_EQ(failures[0].code, "HTTP_400");
  EXPECT_EQ(country(1), "suomi");
}

TEST_F(EngineTest, RefusedCredentialsPauseTheServiceAndNobodyFails) {
  add_people(1, 10);
  catalog_.adapter_->act = [](const Seen&, flow::ResultBuilder&) {
    return TestAdapter::answered(401);
  };
  start();
  const auto id = run();
  ASSERT_TRUE(wait([&] { return !catalog_.paused().empty(); }));
  EXPECT_EQ(catalog_.paused(), "CREDENTIALS_REFUSED");
  EXPECT_EQ(state(id), flow::RunState::running);
  EXPECT_EQ(counts(id).failed, 0);
  // New credentials: the same people go on.
  catalog_.adapter_->act = [](const Seen& seen, flow::ResultBuilder& results) {
    TestAdapter::fill(seen.ids.size(), "Finland", results);
    return TestAdapter::finished();
  };
  catalog_.open = true;
  engine_->service_changed(service_);
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(counts(id).changed, 10);
}

TEST_F(EngineTest, TheDeadlineEndsAWaitAndNamesTheUrl) {
  add_people(1, 10);
  catalog_.plan_->limits.deadline = 300;
  catalog_.adapter_->act = [](const Seen&, flow::ResultBuilder&) {
    return TestAdapter::accepted();
  };
  start();
  const auto id = run();
  ASSERT_TRUE(ends(id));
  const auto failures = db_->runs().failures(id);
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_EQ(failures[0].code, "CALLBACK_TIMEOUT");
  const auto chunk = db_->runs().chunk(id, 1);
  EXPECT_NE(chunk->message.find(catalog_.adapter_->seen()[0].url), std::string::npos)
      << chunk->message;
}

TEST_F(EngineTest, AnAbortedRunLeavesThoseNotSentAndAppliesWhatComes) {
  add_people(1, 1'000);
  catalog_.plan_->limits.chunks_in_flight = 2;
  catalog_.adapter_->act = [](const Seen&, flow::ResultBuilder&) {
    return TestAdapter::accepted();
  };
  start();
  const auto id = run();
  ASSERT_TRUE(wait([&] { return catalog_.adapter_->seen().size() == 2; }));
  engine_->abort_run(id);
  ASSERT_TRUE(wait([&] { return state(id) == flow::RunState::aborting; }));
  for (const auto& chunk : catalog_.adapter_->seen())
    EXPECT_EQ(call_back(chunk.url, chunk.token, "Finland").status, 200);
  ASSERT_TRUE(ends(id, flow::RunState::aborted));
  EXPECT_EQ(counts(id).changed, 200);
  EXPECT_EQ(counts(id).entered, 200);
}

TEST_F(EngineTest, APausedRunSendsNothingThatWasMarkedAndTakesWhatComes) {
  add_people(1, 1'000);
  catalog_.plan_->limits.concurrency = 1;
  std::atomic<bool> hold{true};
  catalog_.adapter_->act = [&](const Seen& seen, flow::ResultBuilder&) {
    // The third is held: more are marked and wait behind it, since submits returned quickly.
    while (seen.key == catalog_.adapter_->seen()[2].key && hold)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return TestAdapter::accepted();
  };
  catalog_.adapter_->act = [&, submit = catalog_.adapter_->act](const Seen& seen,
                                                                flow::ResultBuilder& results) {
    return catalog_.adapter_->seen().size() < 3 ? TestAdapter::accepted() : submit(seen, results);
  };
  start();
  const auto id = run();
  ASSERT_TRUE(wait([&] { return catalog_.adapter_->seen().size() == 3; }));
  ASSERT_TRUE(wait([&] { return counts(id).chunks > 3; })) << "none is marked ahead";
  ASSERT_TRUE(db_->runs().set_state(id, flow::RunState::running, flow::RunState::paused));
  engine_->run_changed(id);
  const auto waiting = [&] {
    std::int64_t n = 0;
    for (const auto& chunk : db_->runs().chunks(id, 0, 100))
      n += chunk.row.state == flow::State::queued ? 1 : 0;
    return n;
  };
  ASSERT_TRUE(wait([&] { return waiting() == counts(id).chunks - 3; })) << "not taken back";
  hold = false;
  for (const auto& chunk : catalog_.adapter_->seen())
    EXPECT_EQ(call_back(chunk.url, chunk.token, "Finland").status, 200);
  EXPECT_EQ(counts(id).changed, 300);
  engine_->stop(1'000);
  start();
  EXPECT_EQ(state(id), flow::RunState::paused) << "durable";
  std::this_thread::sleep_for(std::chrono::milliseconds(600));  // two looks at what may be offered
  EXPECT_EQ(catalog_.adapter_->seen().size(), 3u);
  catalog_.adapter_->act = TestAdapter().act;
  ASSERT_TRUE(db_->runs().set_state(id, flow::RunState::paused, flow::RunState::running));
  engine_->run_changed(id);
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(counts(id).changed, 1'000);
}

TEST_F(EngineTest, GoesOnAfterARestart) {
  add_people(1, 1'000);
  catalog_.plan_->limits.chunks_in_flight = 3;
  catalog_.adapter_->act = [](const Seen&, flow::ResultBuilder&) {
    return TestAdapter::accepted();
  };
  start();
  const auto id = run();
  ASSERT_TRUE(wait([&] { return catalog_.adapter_->seen().size() == 3; }));
  engine_->stop(1'000);
  const auto before = catalog_.adapter_->seen();
  start();
  // What was sent in the life before still belongs to its token, and is not sent again.
  for (const auto& chunk : before)
    EXPECT_EQ(call_back(chunk.url, chunk.token, "Finland").status, 200);
  ASSERT_TRUE(wait([&] {
    for (const auto& chunk : catalog_.adapter_->seen())
      if (country(chunk.ids.front()) == "suomi") call_back(chunk.url, chunk.token, "Finland");
    return state(id) == flow::RunState::done;
  }));
  EXPECT_EQ(counts(id).changed, 1'000);
  EXPECT_EQ(catalog_.adapter_->seen().size(), 10u);
}

TEST_F(EngineTest, LateNativeResultsCostNoThreads) {
  add_people(1, 5'000);
  catalog_.plan_->limits.chunk_people = 10;
  catalog_.plan_->limits.chunks_in_flight = 500;
  catalog_.adapter_->act = [](const Seen&, flow::ResultBuilder&) { return TestAdapter::pending(); };
  start();
  const auto id = run();
  ASSERT_TRUE(wait([&] { return catalog_.adapter_->seen().size() == 500; }));
  Completion completion(db_->store(), catalog_, *engine_);
  for (const auto& chunk : catalog_.adapter_->seen()) {
    const auto done = completion.complete(chunk.key, chunk.attempt,
                                          [](const flow::Plan&, auto ids, auto& results) {
                                            TestAdapter::fill(ids.size(), "Finland", results);
                                          });
    EXPECT_EQ(done, Completed::applied);
  }
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(counts(id).changed, 5'000);
  EXPECT_EQ(completion.complete({0, 1}, 1, [](const auto&, auto, auto&) {}), Completed::unknown);
}

}  // namespace
}  // namespace stepgate::runtime::testing
