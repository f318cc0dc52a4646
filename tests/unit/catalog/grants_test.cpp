// Grants over the real OAuth2 strategy and a real token endpoint: how often it is asked, who waits,
// and what is told when it refuses.
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <thread>

#include "catalog_room.hpp"

namespace stepgate::catalog::testing {
namespace {

constexpr const char* kToken = "/token";
constexpr const char* kSecret = "a secret/of+ours";

/// Holds requests until it is opened.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait_for(lock, std::chrono::seconds(20), [this] { return open_; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  bool reached(int n = 1) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return waiting_ >= n; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

/// Whether a thread of this process waits for something.
bool asleep(pid_t task) {
  std::ifstream stat("/proc/self/task/" + std::to_string(task) + "/stat");
  std::string text;
  std::getline(stat, text);
  const auto name = text.rfind(") ");
  return name != std::string::npos && text[name + 2] == 'S';
}

class GrantsTest : public CatalogTest {
 protected:
  GrantsTest() {
    key_.credential =
        store_credential("Shared", Json::object({{"clientId", "us"}, {"clientSecret", kSecret}}),
                         "oauth2.clientCredentials");
    key_.scheme = Json::object({{"kind", "oauth2.clientCredentials"},
                                {"tokenUrl", service_.url(kToken)},
                                {"refreshUrl", service_.url("/refresh")}});
    give_tokens();
  }
  /// Tokens that are good for 100 s: renewed 30 s ahead.
  void give_tokens(const std::string& more = "") {
    for (const auto* path : {kToken, "/refresh"})
      service_.on(path, [this, path, more](http::ServerRequest&, http::ServerResponse& response) {
        response.send(token(path, more));
      });
  }
  std::string token(const std::string& path, const std::string& more) {
    return R"({"access_token": "t)" + path.substr(1) + std::to_string(service_.asked(path)) +
           R"(", "token_type": "bearer", "expires_in": 100)" + more + "}";
  }
  void hold_tokens(Gate& gate, int status = 200) {
    service_.on(kToken,
                [this, &gate, status](http::ServerRequest&, http::ServerResponse& response) {
                  gate.pass();
                  response.status(status).send(status == 200 ? token(kToken, "") : "{}");
                });
  }
  std::string bearer() { return grants_->get(key_)->headers.at(0).second; }
  std::string refusal(bool* passing = nullptr, std::string* fact = nullptr) {
    try {
      grants_->get(key_);
    } catch (const GrantRefused& e) {
      if (passing) *passing = e.passing;
      if (fact) *fact = e.what();
      return e.code();
    }
    return "";
  }
  void wait_until(const std::function<bool()>& good) {
    for (int i = 0; i < 2000 && !good(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ASSERT_TRUE(good());
  }

  GrantKey key_;
};

TEST_F(GrantsTest, ManyWhoComeAtOnceAskOnce) {
  Gate gate;
  hold_tokens(gate);
  std::vector<std::thread> threads;
  std::vector<GrantRef> got(4);
  for (auto& one : got) threads.emplace_back([this, &one] { one = grants_->get(key_); });
  EXPECT_TRUE(gate.reached());
  gate.open();
  for (auto& thread : threads) thread.join();
  for (const auto& one : got) EXPECT_EQ(one, got[0]);
  EXPECT_EQ(bearer(), "Bearer ttoken1");
  EXPECT_EQ(service_.asked(kToken), 1);
}

TEST_F(GrantsTest, WhoWaitedWhileItFailedSharesTheFailure) {
  Gate gate;
  hold_tokens(gate, 503);
  std::atomic<int> refused{0};
  std::mutex mutex;
  std::vector<pid_t> tasks;  // mutex
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      {
        const std::lock_guard lock(mutex);
        tasks.push_back(::gettid());
      }
      bool passing = false;
      refused += refusal(&passing) == "TOKEN_UNAVAILABLE" && passing;
    });
  EXPECT_TRUE(gate.reached());
  wait_until([&] {
    const std::lock_guard lock(mutex);
    return tasks.size() == 4 && std::all_of(tasks.begin(), tasks.end(), asleep);
  });
  gate.open();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(refused, 4);
  EXPECT_LE(service_.asked(kToken), 2) << "knocked for each of those who waited";
}

TEST_F(GrantsTest, ALongQueueIsToldToComeAgain) {
  Gate gate;
  hold_tokens(gate);
  std::atomic<int> busy{0}, good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i)  // one in flight, three wait, two too many
    threads.emplace_back([&] {
      bool passing = false;
      const auto code = refusal(&passing);
      busy += code == "GRANT_BUSY" && passing;
      good += code.empty();
    });
  wait_until([&] { return busy == 2; });
  gate.open();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 4);
}

TEST_F(GrantsTest, RenewedAheadByOneWhileTheOthersUseWhatIsGood) {
  EXPECT_EQ(bearer(), "Bearer ttoken1");
  clock_.advance(69'000);
  EXPECT_EQ(bearer(), "Bearer ttoken1");
  clock_.advance(5'000);
  Gate gate;
  hold_tokens(gate);
  std::thread renews([this] { EXPECT_EQ(bearer(), "Bearer ttoken2"); });
  EXPECT_TRUE(gate.reached());
  EXPECT_EQ(bearer(), "Bearer ttoken1") << "waits although its grant is good";
  gate.open();
  renews.join();
  EXPECT_EQ(bearer(), "Bearer ttoken2");
  EXPECT_EQ(service_.asked(kToken), 2);
}

TEST_F(GrantsTest, ARenewalInVainKeepsWhatIsGoodAndIsNotTriedAtOnceAgain) {
  bearer();
  service_.on(kToken, 503, "{}");
  clock_.advance(75'000);
  EXPECT_EQ(bearer(), "Bearer ttoken1");
  EXPECT_EQ(bearer(), "Bearer ttoken1");
  EXPECT_EQ(service_.asked(kToken), 2);
  clock_.advance(6'000);
  EXPECT_EQ(bearer(), "Bearer ttoken1");
  EXPECT_EQ(service_.asked(kToken), 3);
  clock_.advance(30'000);
  EXPECT_EQ(refusal(), "TOKEN_UNAVAILABLE") << "an expired token was handed out";
  give_tokens();
  EXPECT_EQ(bearer(), "Bearer ttoken5");
}

TEST_F(GrantsTest, ARefreshTokenIsUsedForTheNextOne) {
  give_tokens(R"(, "refresh_token": "again-please")");
  bearer();
  clock_.advance(75'000);
  EXPECT_EQ(bearer(), "Bearer trefresh1");
  EXPECT_NE(service_.last_body("/refresh").find("refresh_token=again-please"), std::string::npos);
  service_.on("/refresh", 400, R"({"error": "invalid_grant"})");
  clock_.advance(75'000);
  EXPECT_EQ(bearer(), "Bearer ttoken2") << "a refresh token that was taken back ended it all";
}

TEST_F(GrantsTest, ManyRefusalsOfOneGrantMakeOneNewOne) {
  const auto grant = grants_->get(key_);
  for (int i = 0; i < 5; ++i) grants_->refused(key_, grant->made_at);
  EXPECT_EQ(bearer(), "Bearer ttoken2");
  std::this_thread::sleep_for(std::chrono::milliseconds(2));  // the clock's step
  const auto fresh = grants_->get(key_);
  if (fresh->made_at > grant->made_at) grants_->refused(key_, grant->made_at);
  EXPECT_EQ(bearer(), "Bearer ttoken2") << "the old one's refusal took the new one, too";
}

TEST_F(GrantsTest, WhatIsForgottenIsMadeOfTheNewInputs) {
  bearer();
  db().credentials().replace(
      key_.credential, "oauth2.clientCredentials",
      box_->seal(Json::object({{"clientId", "us"}, {"clientSecret", "another"}}).dump(),
                 store::CredentialRepository::identity(key_.credential)));
  grants_->forget(key_.credential);
  bearer();
  EXPECT_NE(service_.last_body(kToken).find("client_secret=another"), std::string::npos);
}

TEST_F(GrantsTest, CredentialsOfOneAreNoneOfAnother) {
  auto other = key_;
  other.credential = key_.credential * 10 + 1;  // "1" and "11": a prefix of the name
  bearer();
  grants_->forget(other.credential);
  EXPECT_EQ(bearer(), "Bearer ttoken1");
  EXPECT_THROW(grants_->get(other), GrantRefused);
}

TEST_F(GrantsTest, ARefusalNeverRepeatsTheSecret) {
  service_.on(kToken, [](http::ServerRequest& request, http::ServerResponse& response) {
    response.status(400).send(
        R"({"error": "invalid_client", "error_description": "no: a secret/of+ours, )" +
        request.body() + "\"}");
  });
  bool passing = true;
  std::string text;
  EXPECT_EQ(refusal(&passing, &text), "CREDENTIAL_REFUSED");
  EXPECT_FALSE(passing);
  EXPECT_NE(text.find("invalid_client"), std::string::npos) << text;
  for (const auto* secret : {kSecret, "a+secret%2Fof%2Bours", "a%20secret%2Fof%2Bours"})
    EXPECT_EQ(text.find(secret), std::string::npos) << text;
}

TEST_F(GrantsTest, NothingIsSentWithoutAReadableCredentialOrForAPlaceThatMoved) {
  key_.withheld = true;
  EXPECT_EQ(refusal(), "CREDENTIALS_WITHHELD");
  key_.withheld = false;
  db().credentials().replace(key_.credential, "oauth2.clientCredentials",
                             box_->seal("{}", "credential:999"));
  bool passing = true;
  EXPECT_EQ(refusal(&passing), "SECRET_UNREADABLE");
  EXPECT_FALSE(passing);
  EXPECT_EQ(service_.asked(kToken), 0);
}

TEST_F(GrantsTest, WhoSpeaksNoSuchSchemeIsNamed) {
  key_.scheme.set("kind", "mutualTls");
  EXPECT_EQ(refusal(), "COMPONENT_MISSING");
  key_.scheme = Json();
  EXPECT_EQ(grants_->get(key_), nullptr);
}

}  // namespace
}  // namespace stepgate::catalog::testing
