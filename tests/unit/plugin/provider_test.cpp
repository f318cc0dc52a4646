// Every slot of a provider adapter, through a real plugin file.
#include <condition_variable>
#include <mutex>

#include "plugin_room.hpp"
#include "result_log.hpp"

namespace stepgate::plugin {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Answers with what it was asked.
class EchoDoor : public HttpDoor {
 public:
  HttpReply perform(const HttpAsk& ask, const CallContext& call) override {
    if (call.subject == "thrown") throw Error(ErrorKind::forbidden, "EGRESS", "host", "is barred");
    asked = std::string(ask.method) + " " + std::string(ask.url) + " " + std::string(ask.body) +
            (ask.authorize ? " authorized" : "");
    HttpReply reply;
    reply.outcome = STEPGATE_HTTP_ANSWERED;
    reply.status = 200;
    reply.headers = {{"x-echo", std::string(ask.headers.at(0).second)}};
    reply.body = asked;
    return reply;
  }
  std::string asked;
};

class Provider : public PluginRoom {
 protected:
  Provider() {
    put("fixture_provider");
    host_ = host();
  }
  SessionRef open(const char* name = "Acme") const {
    const Json service = Json::object({{"name", name}, {"url", "http://127.0.0.1:1/"}});
    return host_->provider("provider:fixture").open({}, service);
  }
  static PluginCallError error_of(const std::function<void()>& body) {
    try {
      body();
    } catch (const PluginCallError& error) {
      return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return PluginCallError(0, "", "", "", 0);
  }
  std::unique_ptr<PluginHost> host_;
};

TEST_F(Provider, DiscoversAndDescribes) {
  const ProviderProxy proxy = host_->provider("provider:fixture");
  const Json found = proxy.discover({}, Json::object({{"url", "http://x/"}}));
  EXPECT_EQ(found["kind"].as_string(), "native");
  EXPECT_EQ(error_of([&] { proxy.discover({}, Json::object()); }).code(), "DOCUMENT_UNREACHABLE");

  CallContext context;
  std::vector<std::string> warnings;
  context.warn = [&](std::string_view code, std::string_view) { warnings.emplace_back(code); };
  const Json definition = open()->describe(context);
  EXPECT_EQ(definition["names"]["en_US"]["name"].as_string(), "Acme");
  EXPECT_EQ(definition["primaryAttribute"].as_string(), "format");
  EXPECT_EQ(definition["outgoing"]["fields"].at(0)["serviceAttribute"].as_string(), "country");
  EXPECT_TRUE(definition["outgoing"]["fields"].at(0)["required"].as_bool());
  EXPECT_THAT(warnings, ElementsAre("FIXTURE_WARNING"));
}

TEST_F(Provider, AnOpenThatFailsLeavesNoSession) {
  EXPECT_EQ(error_of([&] { open(""); }).code(), "SERVICE_NAMELESS");
}

TEST_F(Provider, AnAnswerThatIsNotJsonIsTheirFault) {
  const SessionRef session = open("not json");
  try {
    session->describe({});
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "PLUGIN_ANSWER_UNREADABLE");
    EXPECT_EQ(error.subject(), "provider adapter fixture-provider");
  }
}

TEST_F(Provider, HttpGoesThroughTheDoorOfTheCall) {
  EchoDoor door;
  CallContext context;
  context.http = &door;
  const Json request = Json::object({{"authorize", true}});
  const Json status = open()->status(context, request);
  EXPECT_EQ(door.asked, "POST http://127.0.0.1:1/ body authorized");
  EXPECT_EQ(status["body"].as_string(), door.asked);
  EXPECT_EQ(status["echo"].as_string(), "1");
  EXPECT_TRUE(status["healthy"].as_bool());

  context.subject = "thrown";
  const Json barred = open()->status(context, request);
  EXPECT_EQ(barred["outcome"].as_int(), STEPGATE_HTTP_REFUSED);
  EXPECT_THAT(barred["error"].as_string(), HasSubstr("is barred"));
  EXPECT_THAT(open()->status({}, request)["error"].as_string(), HasSubstr("may not use http/1"));
}

TEST_F(Provider, PicklistsAndEveryStatus) {
  const SessionRef session = open();
  const auto ask = [&](const char* name, const CallContext& context = {}) {
    return session->picklist(context, Json::object({{"name", name}}));
  };
  EXPECT_EQ(ask("format")["choices"].at(1)["value"].as_int(), 3);
  const auto silent = error_of([&] { ask("silent"); });
  EXPECT_EQ(silent.code(), "PLUGIN_REJECTED");
  EXPECT_THAT(silent.fact(), HasSubstr("without saying why"));
  const auto busy = error_of([&] { ask("busy"); });
  EXPECT_EQ(busy.retry_after(), 1500);
  EXPECT_EQ(busy.kind(), ErrorKind::unavailable);
  const auto bug = error_of([&] { ask("bug"); });
  EXPECT_EQ(bug.status(), STEPGATE_INTERNAL);
  EXPECT_EQ(bug.fact(), "a bug");
  CallContext cancelled;
  cancelled.cancelled = [] { return true; };
  EXPECT_EQ(error_of([&] { ask("cancelled", cancelled); }).status(), STEPGATE_CANCELLED);
  EXPECT_EQ(error_of([&] { session->resource({}, Json::object()); }).status(),
            STEPGATE_UNSUPPORTED);
}

TEST_F(Provider, AChunkCrossesAsStructsAndResultsComeBack) {
  TestChunk chunk(R"({"mode": "enrich"})");
  ResultLog results;
  const SubmitEnd end = open()->submit({}, chunk.raw(), {1, 2}, results);
  EXPECT_EQ(end.end.status, STEPGATE_OK);
  EXPECT_EQ(end.disposition, STEPGATE_FINISHED);
  EXPECT_THAT(results.lines, ElementsAre("set 0 code=De", "attribute 0 by=41", "finish 0 ok",
                                         "finish 1 NO_COUNTRY: country is empty"));
}

TEST_F(Provider, OtherWaysOfASubmit) {
  ResultLog results;
  const SessionRef session = open();
  const auto submit = [&](const char* parameters) {
    TestChunk chunk(parameters);
    return session->submit({}, chunk.raw(), {1, 2}, results);
  };
  EXPECT_EQ(submit(R"({"mode": "accept"})").disposition, STEPGATE_ACCEPTED);
  EXPECT_EQ(submit(R"({"mode": "pend"})").disposition, STEPGATE_PENDING);
  const SubmitEnd refused = submit(R"({"mode": "refuse"})");
  EXPECT_EQ(refused.end.status, STEPGATE_RETRYABLE);
  EXPECT_EQ(refused.end.code, "SUBMIT_FAILED");
  EXPECT_EQ(refused.http_status, 503);
  EXPECT_EQ(refused.retry_after, 2000);
  EXPECT_EQ(submit("{").end.code, "JSON_UNREADABLE");
  EXPECT_TRUE(results.lines.empty());
}

TEST_F(Provider, MisuseIsCountedAndWarnedOfNeverUndefined) {
  TestChunk chunk(R"({"mode": "misuse"})");
  ResultLog results;
  EXPECT_EQ(open()->submit({}, chunk.raw(), {}, results).end.status, STEPGATE_OK);
  EXPECT_THAT(
      results.lines,
      ElementsAre("set 0 code=bad a number that is not finite",
                  "set 1 code=bad not\xEF\xBF\xBDutf8", "finish 0 ok",
                  "warn -1 PLUGIN_MISUSE: provider adapter fixture-provider gave the host 5 "
                  "things that it can't use; the first: record 2 of 2"));
}

TEST_F(Provider, CallbacksAreDecodedAndTokensFound) {
  const SessionRef session = open();
  TestChunk chunk("{}");
  ResultLog results;
  const CallbackView callback{{{"X-BY", "header"}, {"x-token", "t1"}}, "FR"};
  EXPECT_EQ(session->on_callback({}, chunk.raw(), callback, results).status, STEPGATE_OK);
  EXPECT_THAT(results.lines,
              ElementsAre("set 0 code=FR", "attribute 0 by=header", "finish 1 SERVICE_SAID: no"));
  const CallEnd unreadable = session->on_callback({}, chunk.raw(), {}, results);
  EXPECT_EQ(unreadable.status, STEPGATE_INVALID);
  EXPECT_EQ(unreadable.code, "CALLBACK_UNREADABLE");

  std::vector<std::string> offered;
  const auto good = [&](std::string_view token) {
    offered.emplace_back(token);
    return token == "FR";
  };
  EXPECT_TRUE(session->find_token({}, callback, good));
  EXPECT_THAT(offered, ElementsAre("t1", "FR"));
  EXPECT_FALSE(session->find_token({}, {{}, "other"}, good));
}

TEST_F(Provider, TokensAndAnswersAreTheAdaptersWords) {
  const SessionRef session = open();
  EXPECT_EQ(session->make_token({}, std::string("\x01\xAB", 2), Json::object()), "01ab");
  EXPECT_EQ(session->answer({}, STEPGATE_ANSWER_OK, "r1", "fine"),
            R"({"requestId":"r1","message":"fine"})");
  EXPECT_EQ(host_->provider("provider:fixture").answer({}, STEPGATE_ANSWER_UNKNOWN, "r2", "who"),
            R"({"requestId":"r2","message":"who"})");
}

/// One waiting chunk, as the runtime would keep it.
class OneWaiting : public HostServices {
 public:
  stepgate_status complete(Handle handle, const Fill& fill) override {
    const std::lock_guard lock(mutex_);
    if (!(handle == Handle{7, 9}) || done_) return STEPGATE_REJECTED;
    TestChunk chunk("{}", "countryCode", "finishedBy");
    fill(chunk.without_values(), results);
    done_ = true;
    wake_.notify_one();
    return STEPGATE_OK;
  }
  bool wait() {
    std::unique_lock lock(mutex_);
    return wake_.wait_for(lock, std::chrono::seconds(10), [this] { return done_; });
  }
  ResultLog results{"countryCode"};

 private:
  std::mutex mutex_;  ///< guards done_ and results
  std::condition_variable wake_;
  bool done_ = false;
};

TEST_F(Provider, AChunkIsFinishedLaterFromAThreadOfThePlugin) {
  put("fixture_later");
  const auto services = std::make_shared<OneWaiting>();
  PluginHost host(options(), services);
  host.scan({drop()});
  const SessionRef session = host.provider("provider:fixture-later").open({}, Json::object());
  TestChunk chunk(R"({"delayMs": 20})");
  ResultLog nothing;
  const SubmitEnd end = session->submit({}, chunk.raw(), {7, 9}, nothing);
  EXPECT_EQ(end.disposition, STEPGATE_PENDING);
  EXPECT_TRUE(nothing.lines.empty());
  ASSERT_TRUE(services->wait());
  EXPECT_THAT(services->results.lines, Contains("set 1 countryCode=ZZ"));
  EXPECT_THAT(services->results.lines, Contains("finish 1 ok"));
}

}  // namespace
}  // namespace stepgate::plugin
