// An engine over a real store, with a service whose adapter lives in the test: it answers at once,
// later, or as it is told.
#pragma once
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/crypto.hpp"
#include "runtime/completion.hpp"
#include "runtime/engine.hpp"
#include "runtime/intake.hpp"
#include "store/campaign_repository.hpp"
#include "store/people_repository.hpp"
#include "store/run_repository.hpp"
#include "store/service_repository.hpp"
#include "store/settings_repository.hpp"
#include "store_fixture.hpp"

namespace stepgate::runtime::testing {

inline constexpr flow::FieldId kCountry = 14;

/// What the service was sent, as it saw it.
struct Seen {
  flow::ChunkKey key;
  std::uint16_t attempt = 0;
  std::vector<flow::PersonId> ids;
  std::string url, token, country;
  Ms now = 0, deadline = 0;
};

class TestAdapter : public Adapter {
 public:
  using Act = std::function<SubmitOutcome(const Seen&, flow::ResultBuilder&)>;

  SubmitOutcome submit(const Submission& s, flow::ResultBuilder& results) override {
    Seen seen{s.key,
              s.attempt,
              {s.ids.begin(), s.ids.end()},
              std::string(s.callback_url),
              std::string(s.token),
              s.values.empty() ? "" : std::string(s.values[0].text),
              system_clock().now(),
              s.deadline};
    {
      const std::lock_guard lock(mutex_);
      seen_.push_back(seen);
    }
    return act(seen, results);
  }
  /// The body is "CODE country": the country for everyone, or a failure's code before the space.
  std::optional<std::string> on_callback(std::span<const flow::PersonId> ids,
                                         CallbackRequest& request,
                                         flow::ResultBuilder& results) override {
    if (request.body.empty()) return "there is nothing to read";
    fill(ids.size(), request.body, results);
    return std::nullopt;
  }
  bool find_token(const CallbackRequest& request,
                  const std::function<bool(std::string_view)>& good) override {
    for (const auto& header : request.headers)
      if (header.name == "token" && good(header.value)) return true;
    return false;
  }
  std::string make_token(std::string_view random) override { return "token-" + sha256_hex(random); }
  std::string answer(CallbackAnswer answer, std::string_view, std::string_view) override {
    return "answer " + std::to_string(static_cast<int>(answer));
  }
  std::string callback_trace(const CallbackRequest& request) override { return request.body; }

  static void fill(std::size_t people, std::string_view country, flow::ResultBuilder& results) {
    for (std::uint32_t i = 0; i < people; ++i) {
      results.set(i, 0, {flow::RawValue::Kind::string, 0, 0, country});
      results.finish(i, true, "", "");
    }
  }
  std::vector<Seen> seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

  Act act = [](const Seen& seen, flow::ResultBuilder& results) {
    fill(seen.ids.size(), "Finland", results);
    return finished();
  };
  static SubmitOutcome finished() { return of(SubmitOutcome::Kind::finished, 0); }
  static SubmitOutcome accepted() { return of(SubmitOutcome::Kind::accepted, 201); }
  static SubmitOutcome pending() { return of(SubmitOutcome::Kind::pending, 0); }
  static SubmitOutcome answered(int http) { return of(SubmitOutcome::Kind::answered, http); }
  static SubmitOutcome of(SubmitOutcome::Kind kind, int http) {
    SubmitOutcome outcome;
    outcome.kind = kind;
    outcome.http = http;
    return outcome;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Seen> seen_;
};

class TestCatalog : public Catalog {
 public:
  flow::PlanRef plan(flow::ServiceId, std::int32_t) override { return plan_; }
  flow::PlanRef current_plan(flow::ServiceId) override { return plan_; }
  std::shared_ptr<Adapter> adapter(flow::ServiceId, std::int32_t) override { return adapter_; }
  ServiceGate gate(flow::ServiceId) override { return {open, "PAUSED"}; }
  void renew_grant(flow::ServiceId) override { ++renewed; }
  void pause(flow::ServiceId, const std::string& reason) override {
    open = false;
    const std::lock_guard lock(mutex_);
    paused_ = reason;
  }
  void learn_chunk_size(flow::ServiceId, std::int32_t people) override { learned = people; }
  std::string unknown_answer(CallbackAnswer, std::string_view, std::string_view) override {
    return "{}";
  }
  std::string paused() {
    const std::lock_guard lock(mutex_);
    return paused_;
  }

  std::shared_ptr<flow::Plan> plan_ = std::make_shared<flow::Plan>();
  std::shared_ptr<TestAdapter> adapter_ = std::make_shared<TestAdapter>();
  std::atomic<bool> open{true};
  std::atomic<int> renewed{0}, learned{0};

 private:
  std::mutex mutex_;
  std::string paused_;
};

class RuntimeTest : public ::testing::Test {
 protected:
  RuntimeTest() {
    store::DatabaseOptions options;
    options.synchronous = "NORMAL";
    db_ = store::Database::open(folder_.file(), options);
    store::ServiceRow service;
    service.name = "Countries";
    service.state = "active";
    service_ = db_->services().create(service).id;
    store::CampaignRow campaign;
    campaign.name = "Clean up";
    campaign.service = service_;
    campaign_ = db_->campaigns().create(campaign).id;
    auto& plan = *catalog_.plan_;
    plan.service = service_;
    plan.version = db_->services().add_plan(service_, Json::object());
    plan.service_name = "Countries";
    plan.outgoing = {{"country", kCountry, flow::DataType::string, true}};
    plan.incoming = {{"country", kCountry, flow::DataType::string}};
    plan.limits.chunk_people = 100;
  }
  ~RuntimeTest() override {
    if (engine_) engine_->stop(2'000);
  }

  void add_people(flow::PersonId first, std::size_t n) {
    store::ImportBatch batch;
    batch.source = "test";
    batch.fields = {kCountry};
    batch.arena = "suomi";
    flow::Cell cell;
    cell.kind = flow::Cell::Kind::text;
    cell.size = 5;
    for (std::size_t i = 0; i < n; ++i)
      batch.rows.push_back({first + static_cast<flow::PersonId>(i), {cell}});
    for (const auto& result : db_->people().import(batch))
      ASSERT_EQ(result.outcome, store::ImportOutcome::inserted);
  }

  void start(std::size_t send_threads = EngineOptions().send_threads) {
    EngineOptions options;
    options.send_threads = send_threads;
    options.epoch = db_->settings().next_epoch();
    options.callback_url_base = "http://127.0.0.1:1/callback/";
    options.callback_key = std::string(32, 'k');
    options.highest_chunk = db_->highest_chunk();
    engine_ = std::make_unique<Engine>(db_->store(), catalog_, system_clock(), options);
    engine_->start();
  }

  flow::RunId run() {
    store::NewRun run;
    run.campaign = campaign_;
    run.service = service_;
    run.plan = catalog_.plan_->version;
    const auto id = db_->runs().create(run).row.run;
    engine_->run_changed(id);
    return id;
  }

  template <typename Condition>
  bool wait(Condition condition, Ms ms = 20'000) {
    for (Ms waited = 0; waited < ms; waited += 10) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return condition();
  }
  flow::RunState state(flow::RunId run) { return db_->runs().get(run).row.state; }
  bool ends(flow::RunId run, flow::RunState as = flow::RunState::done) {
    return wait([&] { return state(run) == as; });
  }
  std::string country(flow::PersonId id) {
    return db_->people().get(id)->values["country"].as_string();
  }
  flow::StepCounts counts(flow::RunId run) { return db_->runs().get(run).counts; }

  /// A callback as the listener would hand it over; waits for the answer.
  CallbackResponse call_back(const std::string& url, const std::string& token,
                             const std::string& body) {
    Intake intake(db_->store(), catalog_, *engine_);
    const auto code = url.substr(url.rfind('/') + 1);
    std::mutex mutex;
    std::condition_variable wake;
    std::optional<CallbackResponse> answer;
    intake.take(code, {{{"token", token}}, body}, "request", [&](CallbackResponse response) {
      const std::lock_guard lock(mutex);
      answer = std::move(response);
      wake.notify_one();
    });
    std::unique_lock lock(mutex);
    EXPECT_TRUE(wake.wait_for(lock, std::chrono::seconds(10), [&] { return answer.has_value(); }));
    return answer.value_or(CallbackResponse{});
  }

  store::testing::Folder folder_;
  std::unique_ptr<store::Database> db_;
  TestCatalog catalog_;
  std::unique_ptr<Engine> engine_;
  flow::ServiceId service_ = 0;
  flow::CampaignId campaign_ = 0;
};

}  // namespace stepgate::runtime::testing
