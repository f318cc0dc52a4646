// A store and the key it was sealed under: what a lost or another key does at the start.
#include "catalog/store_key.hpp"

#include <unistd.h>

#include <fstream>

#include "catalog/service_access.hpp"
#include "catalog_room.hpp"
#include "store/sealed_repository.hpp"

namespace stepgate::catalog::testing {
namespace {

class StoreKey : public CatalogTest {
 protected:
  std::string file() const { return folder_.file("secret.key"); }
  SecretBox start(bool forget_lost = false) { return open_store_key(file(), db(), forget_lost); }
  std::string refusal() {
    return code_of([this] { start(); });
  }
  std::string what() {
    try {
      start();
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  }
  bool there() const { return ::access(file().c_str(), F_OK) == 0; }
  /// Of one that was started anew: what was read under the old key is not kept.
  void restart(const SecretBox& box) {
    onboarding_.reset();
    *box_ = box;
    make_catalog();
  }
};

TEST_F(StoreKey, AStoreThatHasSealedNothingTakesANewKey) {
  ::unlink(file().c_str());
  EXPECT_EQ(start().key_id(), SecretBox(file()).key_id());
}

TEST_F(StoreKey, ItsOwnKeyIsTaken) {
  activate();
  EXPECT_EQ(start().key_id(), box_->key_id());
}

TEST_F(StoreKey, AMissingKeyIsRefusedAndNotReplaced) {
  activate();
  ::unlink(file().c_str());
  EXPECT_EQ(refusal(), "SECRET_KEY_MISSING");
  EXPECT_FALSE(there());
  const auto text = what();
  for (const auto& part : {file(), box_->key_id(), std::string("credential Codes"),
                           std::string("Restore the file"), std::string("--forget-lost-secrets")})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
}

TEST_F(StoreKey, AnotherKeyIsRefusedAndKept) {
  activate();
  ::unlink(file().c_str());
  const SecretBox other(file());
  EXPECT_EQ(refusal(), "SECRET_KEY_MISSING");
  EXPECT_NE(what().find(other.key_id()), std::string::npos) << what();
  EXPECT_EQ(SecretBox(file()).key_id(), other.key_id());
}

TEST_F(StoreKey, WhatIsGivenUpIsEnteredAgainAndGoesOn) {
  const auto service = activate();
  ::unlink(file().c_str());
  restart(start(true));
  EXPECT_EQ(refusal(), "");
  const auto credential = row(service).credential;
  EXPECT_EQ(db().credentials().get(credential).state, "lost");
  EXPECT_EQ(row(service).paused_reason, "CREDENTIALS_LOST");
  EXPECT_NE(catalog_->service_adapter(service, row(service).plan_version), nullptr);
  const auto key = grant_key_of(row(service), *box_);
  EXPECT_EQ(code_of([&] { grants_->get(key); }), "CREDENTIAL_LOST");

  onboarding_->replace_credential(
      "Codes", Json::object({{"inputs", Json::object({{"apiKey", CodesService::kKey}})}}));
  EXPECT_EQ(db().credentials().get(credential).state, "verified");
  EXPECT_EQ(row(service).paused_reason, "");
  EXPECT_NE(grants_->get(key), nullptr);
}

TEST_F(StoreKey, WhatAnAdminPausedStaysSo) {
  const auto service = activate();
  db().services().set_paused(service, "PAUSED");
  ::unlink(file().c_str());
  restart(start(true));
  EXPECT_EQ(row(service).paused_reason, "PAUSED");
}

TEST_F(StoreKey, ACertificateWhoseKeyIsGoneGoesToo) {
  const auto service = activate();
  auto with = row(service);
  with.configuration.set("tls", Json::object({{"ca", "an authority"},
                                              {"clientCertificate", "a certificate"},
                                              {"sealedKey", box_->seal("a key", "x")}}));
  db().services().update(with);
  db().services().add_plan(service, Json::object({{"tls", with.configuration["tls"]}}));
  ::unlink(file().c_str());
  EXPECT_NE(what().find("key of service Codes"), std::string::npos);
  restart(start(true));
  const auto left = R"({"ca":"an authority"})";
  EXPECT_EQ(row(service).configuration["tls"].dump(), left);
  EXPECT_EQ((*db().services().plan(service, row(service).plan_version))["tls"].dump(), left);
}

TEST_F(StoreKey, AValueThatIsDamagedIsNamed) {
  const auto service = activate();
  const auto credential = row(service).credential;
  db().credentials().replace(credential, "apiKey", box_->key_id() + ":AAAA");
  grants_->forget(credential);
  try {
    grants_->get(grant_key_of(row(service), *box_));
    FAIL();
  } catch (const GrantRefused& e) {
    EXPECT_EQ(e.code(), "SECRET_UNREADABLE");
    EXPECT_NE(e.fact().find("credential Codes"), std::string::npos) << e.fact();
  }
  auto broken = row(service);
  broken.sealed_api_key = box_->key_id() + ":AAAA";
  db().services().update(broken);
  catalog_->changed(service);
  const auto gate = catalog_->gate(service);
  EXPECT_EQ(gate.reason, "SECRET_UNREADABLE");
  EXPECT_NE(gate.detail.find("callback key of service Codes"), std::string::npos) << gate.detail;
}

}  // namespace
}  // namespace stepgate::catalog::testing
