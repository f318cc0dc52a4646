// The way out for a call: the grant goes along, a refusal is answered by one new grant, and what is
// kept of the exchange holds no secret.
#include "catalog/service_door.hpp"

#include "base/text.hpp"
#include "catalog_room.hpp"

namespace stepgate::catalog::testing {
namespace {

class Door : public CatalogTest {
 protected:
  Door() {
    service_.on("/token", [this](http::ServerRequest&, http::ServerResponse& response) {
      response.send(R"({"access_token": "very-secret-)" + std::to_string(service_.asked("/token")) +
                    R"(", "expires_in": 100})");
    });
    // Good from the second one on.
    service_.on("/work", [](http::ServerRequest& request, http::ServerResponse& response) {
      const auto sent = std::string(request.header("Authorization"));
      response.status(sent == "Bearer very-secret-1" ? 401 : 200).send("you sent: " + sent);
    });
    options_.grants = grants_.get();
    options_.key.credential = store_credential(
        "A", Json::object({{"clientId", "us"}, {"clientSecret", "s3cret-of-ours"}}),
        "oauth2.clientCredentials");
    options_.key.scheme =
        Json::object({{"kind", "oauth2.clientCredentials"}, {"tokenUrl", service_.url("/token")}});
  }
  plugin::HttpReply ask(ServiceDoor& door, const std::string& url, bool authorize = true) {
    plugin::HttpAsk ask;
    ask.method = "POST";
    ask.url = url;
    ask.body = body_;
    ask.authorize = authorize;
    return door.perform(ask, {});
  }
  DoorOptions options_;
  std::string body_ = "{}";
};

TEST_F(Door, ARefusedGrantIsReplacedOnce) {
  ServiceDoor door(client_, clock_, options_);
  EXPECT_EQ(ask(door, service_.url("/work")).status, 200);
  EXPECT_EQ(service_.asked("/work"), 2);
  EXPECT_EQ(service_.asked("/token"), 2);
  service_.on("/work", 401, "{}");
  EXPECT_EQ(ask(door, service_.url("/work")).status, 401);
  EXPECT_EQ(service_.asked("/work"), 4) << "tries for ever";
}

TEST_F(Door, ASubmitIsNotSentTwice) {
  options_.retry_refused = false;
  ServiceDoor door(client_, clock_, options_);
  EXPECT_EQ(ask(door, service_.url("/work")).status, 401);
  EXPECT_EQ(service_.asked("/work"), 1);
  EXPECT_TRUE(door.renewable());
}

TEST_F(Door, WithoutAGrantNothingLeaves) {
  service_.on("/token", 400, R"({"error": "invalid_client"})");
  ServiceDoor door(client_, clock_, options_);
  EXPECT_EQ(ask(door, service_.url("/work")).outcome, STEPGATE_HTTP_NOT_SENT);
  EXPECT_EQ(service_.asked("/work"), 0);
  EXPECT_EQ(code_of([&] { door.rethrow_grant_failure(); }), "CREDENTIAL_REFUSED");
}

TEST_F(Door, WhoAsksForNoGrantSendsNone) {
  ServiceDoor door(client_, clock_, options_);
  ask(door, service_.url("/other"), false);
  EXPECT_EQ(service_.asked("/token"), 0);
  options_.anonymous = true;
  ServiceDoor nobody(client_, clock_, options_);
  EXPECT_EQ(ask(nobody, service_.url("/work")).body, "you sent: ");
}

TEST_F(Door, TheTraceHidesTheGrantAlsoWhereItIsRepeatedOrCut) {
  service_.on("/echo", [](http::ServerRequest& request, http::ServerResponse& response) {
    response.status(500).header("X-Echo", request.header("Authorization")).send(request.body());
  });
  const auto bearer = grants_->get(options_.key)->headers.at(0).second;
  for (const std::size_t before : {0U, 4070U, 4080U, 4090U}) {
    body_ = std::string(before, '.') + bearer;
    ServiceDoor door(client_, clock_, options_);
    ask(door, service_.url("/echo"));
    std::string all;
    for (const auto& part : door.take_trace()) all += part.text;
    EXPECT_EQ(all.find("very-"), std::string::npos) << before;
    EXPECT_NE(all.find("Authorization: ***"), std::string::npos);
    EXPECT_NE(all.find("Echo: ***"), std::string::npos);
  }
}

TEST_F(Door, APeerThatIsGoneIsNotSent) {
  options_.grants = nullptr;
  ServiceDoor door(client_, clock_, options_);
  const auto reply = ask(door, "http://127.0.0.1:1/");
  EXPECT_EQ(reply.outcome, STEPGATE_HTTP_NOT_SENT);
  EXPECT_FALSE(reply.error.empty());
  EXPECT_EQ(door.last_status(), 0);
}

TEST_F(Door, RedirectsAreNotFollowedWithAGrant) {
  service_.on("/moved", [this](http::ServerRequest&, http::ServerResponse& response) {
    response.status(307).header("Location", service_.url("/elsewhere")).send("");
  });
  ServiceDoor door(client_, clock_, options_);
  ask(door, service_.url("/moved"));
  EXPECT_EQ(service_.asked("/elsewhere"), 0);
}

}  // namespace
}  // namespace stepgate::catalog::testing
