// Credentials of services: stored only when they are taken, shared with care.
#include "catalog_room.hpp"

namespace stepgate::catalog::testing {
namespace {

class Credentials : public CatalogTest {
 protected:
  std::string sealed(const std::string& name) { return db().credentials().find(name)->sealed; }
  Json use(flow::ServiceId service, const std::string& name) {
    return onboarding_->set_credential(service, Json::object({{"credential", name}}));
  }
  Json replace(const std::string& name, const std::string& key, bool unverified = false) {
    return onboarding_->replace_credential(
        name, Json::object(
                  {{"inputs", Json::object({{"apiKey", key}})}, {"acceptUnverified", unverified}}));
  }
};

TEST_F(Credentials, WrongOnesReplaceNoGoodOnes) {
  const auto service = activate();
  const auto before = sealed("Codes");
  for (const auto& [status, code] : {std::pair{401, "CREDENTIALS_REFUSED"}}) {
    service_.on("/status", status, "{}");
    EXPECT_EQ(code_of([&] { give_key(service, "wrong-key"); }), code);
  }
  service_.on("/status", 500, "{}");
  EXPECT_NE(code_of([&] { give_key(service, "other-key"); }), "CREDENTIALS_REFUSED")
      << "a service that is unwell says nothing about the key";
  EXPECT_EQ(code_of([&] { give_key(service, "with\nbreak"); }), "CREDENTIAL_INVALID");
  EXPECT_EQ(sealed("Codes"), before);
  EXPECT_EQ(db().credentials().list().size(), 1U);
}

TEST_F(Credentials, AStatusThatAnyoneGetsProvesNothing) {
  const auto service = install();
  service_.on("/status", 200, R"({"info": []})");
  EXPECT_EQ(give_key(service, "any-key")["verified"].as_string(), "not-verifiable");
  EXPECT_EQ(db().credentials().find("Codes")->state, "not-verifiable");
}

TEST_F(Credentials, AKeyOfAnotherKindIsNotUsed) {
  const auto service = install();
  store_credential("Basic", Json::object({{"username", "a"}, {"password", "b"}}), "basic");
  EXPECT_EQ(code_of([&] { use(service, "Basic"); }), "CREDENTIAL_KIND");
  EXPECT_EQ(row(service).credential, 0);
}

TEST_F(Credentials, NewOnesOfOneServiceLeaveTheSharedOnesAlone) {
  store_credential("Shared", Json::object({{"apiKey", CodesService::kKey}}));
  const auto one = install("One"), two = install("Two");
  use(one, "Shared");
  use(two, "Shared");
  const auto before = sealed("Shared");
  give_key(one);
  EXPECT_NE(row(one).credential, row(two).credential);
  EXPECT_EQ(sealed("Shared"), before);
}

TEST_F(Credentials, SharedOnesAreReplacedForAllOrForNone) {
  store_credential("Shared", Json::object({{"apiKey", CodesService::kKey}}));
  const auto one = install("One"), two = install("Two");
  use(one, "Shared");
  use(two, "Shared");
  const auto before = sealed("Shared");
  EXPECT_EQ(code_of([&] { replace("Shared", "wrong-key"); }), "CREDENTIALS_REFUSED");
  EXPECT_EQ(code_of([&] { replace("Shared", "wrong-key", true); }), "CREDENTIALS_REFUSED")
      << "accepting what can't be asked is not accepting what is refused";
  service_.on("/status", 503, "{}");
  EXPECT_NE(code_of([&] { replace("Shared", "other-key"); }), "");
  EXPECT_EQ(sealed("Shared"), before);
  EXPECT_EQ(replace("Shared", "other-key", true)["state"].as_string(), "unverified");
  EXPECT_NE(sealed("Shared"), before);
  EXPECT_EQ(code_of([&] { onboarding_->remove_credential("Shared"); }), "CREDENTIAL_IN_USE");
}

TEST_F(Credentials, AServiceThatMovedGetsNone) {
  const auto service = activate();
  auto moved = row(service);
  moved.discovery.set("baseUrl", "https://elsewhere.example");
  db().services().update(moved);
  catalog_->changed(service);
  const auto asked = service_.asked("/status");
  EXPECT_EQ(code_of([&] { onboarding_->status(service); }), "CREDENTIALS_WITHHELD");
  EXPECT_EQ(onboarding_->show(service)["paused"].as_string(), "CREDENTIALS_WITHHELD");
  EXPECT_EQ(service_.asked("/status"), asked);
  EXPECT_EQ(onboarding_->show(service)["credential"]["withheld"].size(), 1U);
}

}  // namespace
}  // namespace stepgate::catalog::testing
