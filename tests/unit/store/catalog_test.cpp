// Services, plans, picklists, credentials, campaigns.
#include "base/crypto.hpp"
#include "engine_fixture.hpp"
#include "store/credential_repository.hpp"

namespace stepgate::store::testing {
namespace {

class CatalogTest : public EngineTest {};

ServiceRow named(const std::string& name) {
  ServiceRow row;
  row.name = name;
  row.url = "https://example.test/openapi.json";
  row.sealed_api_key = std::string("\0sealed\xff", 8);
  row.discovery = Json::object({{"title", "Country"}});
  row.mapping = Json::array({1, "two"});
  row.auth = "auth-api-key";
  return row;
}

TEST_F(CatalogTest, AServiceComesBackAsItWasWritten) {
  const ServiceRow made = db().services().create(named("Geo"));
  const ServiceRow read = db().services().get(made.id);
  EXPECT_EQ(read.name, "Geo");
  EXPECT_EQ(read.state, "draft");
  EXPECT_EQ(read.sealed_api_key, std::string("\0sealed\xff", 8));
  EXPECT_EQ(read.discovery["title"].as_string(), "Country");
  EXPECT_EQ(read.mapping.at(1).as_string(), "two");
  EXPECT_TRUE(read.definition.is_null());
  EXPECT_EQ(read.auth, "auth-api-key");
  EXPECT_EQ(read.created_at, clock_.now());
  EXPECT_EQ(db().services().find("GEO")->id, made.id);
  EXPECT_EQ(db().services().list().size(), 2u);
  EXPECT_EQ(code_of([&] { db().services().get(99); }), "NOT_FOUND");
}

TEST_F(CatalogTest, NamesOfServicesAreUniqueWithoutCaseUntilRemoved) {
  const ServiceRow first = db().services().create(named("Geo"));
  EXPECT_EQ(code_of([&] { db().services().create(named("gEO")); }), "NAME_TAKEN");
  db().services().remove(first.id);
  EXPECT_EQ(db().services().find("Geo"), std::nullopt);
  EXPECT_NO_THROW(db().services().create(named("gEO")));
}

TEST_F(CatalogTest, AnUpdateOfAnOldRevisionIsRefused) {
  ServiceRow row = db().services().create(named("Geo"));
  row.state = "active";
  const ServiceRow second = db().services().update(row);
  EXPECT_EQ(second.state, "active");
  EXPECT_EQ(second.revision, row.revision + 1);
  EXPECT_EQ(code_of([&] { db().services().update(row); }), "CHANGED_MEANWHILE");
  db().services().set_paused(row.id, "CREDENTIALS_REFUSED");
  EXPECT_EQ(db().services().get(row.id).paused_reason, "CREDENTIALS_REFUSED");
  EXPECT_EQ(code_of([&] { db().services().update(second); }), "CHANGED_MEANWHILE");
  db().services().set_paused(row.id, "");
  EXPECT_EQ(db().services().get(row.id).paused_at, 0);
  db().services().set_state(row.id, "retired");
  EXPECT_EQ(db().services().get(row.id).state, "retired");
}

TEST_F(CatalogTest, AServiceInUseIsNotRemoved) {
  EXPECT_EQ(code_of([&] { db().services().remove(service_); }), "SERVICE_IN_USE");
}

TEST_F(CatalogTest, PlansAreImmutableVersions) {
  EXPECT_EQ(db().services().add_plan(service_, Json::object({{"n", 1}})), 1);
  EXPECT_EQ(db().services().add_plan(service_, Json::object({{"n", 2}})), 2);
  EXPECT_EQ(db().services().get(service_).plan_version, 2);
  EXPECT_EQ((*db().services().plan(service_, 1))["n"].as_int(), 1);
  EXPECT_EQ(db().services().plan(service_, 3), std::nullopt);
}

TEST_F(CatalogTest, AFailedRefreshKeepsTheLastGoodPicklist) {
  auto& services = db().services();
  services.put_picklist_error(service_, "flow", "format", "HTTP 404");
  EXPECT_TRUE(services.picklist(service_, "flow", "format")->choices.is_null());
  services.put_picklist(service_, "flow", "format", Json::array({"A2", "A3"}));
  clock_.advance(1000);
  services.put_picklist_error(service_, "flow", "format", "HTTP 500");
  const auto list = services.picklist(service_, "flow", "format");
  EXPECT_EQ(list->choices.size(), 2u);
  EXPECT_EQ(list->error, "HTTP 500");
  EXPECT_EQ(list->tried_at, list->fetched_at + 1000);
  EXPECT_EQ(services.picklists(service_).size(), 1u);
}

TEST_F(CatalogTest, ASealedCredentialOpensInItsOwnRowOnly) {
  const std::string key(32, 'k');
  auto& credentials = db().credentials();
  const auto seal_for = [&](const std::string& identity) {
    return seal(key, R"({"key":"s3cret"})", identity);
  };
  const CredentialRow a = credentials.create("Geo key", "apiKey", seal_for);
  const CredentialRow b = credentials.create("Other", "apiKey", seal_for);
  EXPECT_EQ(unseal(key, credentials.get(a.id).sealed, CredentialRepository::identity(a.id)),
            R"({"key":"s3cret"})");
  credentials.replace(b.id, "apiKey", a.sealed);
  EXPECT_EQ(code_of([&] {
              unseal(key, credentials.get(b.id).sealed, CredentialRepository::identity(b.id));
            }),
            "SECRET_UNREADABLE");
  EXPECT_EQ(code_of([&] { credentials.create("geo KEY", "basic", seal_for); }), "NAME_TAKEN");
}

TEST_F(CatalogTest, ACredentialInUseStays) {
  auto& credentials = db().credentials();
  const auto made = credentials.create("k", "apiKey", [](const std::string&) { return "x"; });
  credentials.set_state(made.id, "verified", 42);
  EXPECT_EQ(credentials.find("K")->verified_at, 42);
  ServiceRow service = db().services().get(service_);
  service.credential = made.id;
  db().services().update(service);
  EXPECT_EQ(code_of([&] { credentials.remove(made.id); }), "CREDENTIAL_IN_USE");
  service = db().services().get(service_);
  service.credential = 0;
  db().services().update(service);
  credentials.remove(made.id);
  EXPECT_TRUE(credentials.list().empty());
  EXPECT_EQ(code_of([&] { credentials.remove(made.id); }), "NOT_FOUND");
}

TEST_F(CatalogTest, AFailingSealLeavesNoRow) {
  EXPECT_THROW(db().credentials().create(
                   "k", "apiKey",
                   [](const std::string&) -> std::string { throw std::runtime_error("no key"); }),
               std::runtime_error);
  EXPECT_TRUE(db().credentials().list().empty());
  EXPECT_NO_THROW(db().settings());
  db().services().set_state(service_, "active");  // the writer goes on
}

TEST_F(CatalogTest, CampaignsAreNamedWithoutCaseAndStayWhileRunning) {
  CampaignRow row;
  row.name = "clean UP";
  EXPECT_EQ(code_of([&] { db().campaigns().create(row); }), "NAME_TAKEN");
  row = db().campaigns().get(campaign_);
  row.audience = Json::object({{"kind", "everyone"}});
  row.chunk_people = 50;
  EXPECT_EQ(db().campaigns().update(row).chunk_people, 50);
  EXPECT_EQ(db().campaigns().find("CLEAN UP")->audience["kind"].as_string(), "everyone");
  add_people({1});
  const flow::RunId run = start_run();
  EXPECT_EQ(code_of([&] { db().campaigns().remove(campaign_); }), "CAMPAIGN_IN_USE");
  EXPECT_TRUE(db().runs().set_state(run, flow::RunState::running, flow::RunState::aborted));
  EXPECT_FALSE(db().runs().set_state(run, flow::RunState::running, flow::RunState::paused));
  db().campaigns().remove(campaign_);
  EXPECT_TRUE(db().campaigns().list().empty());
}

}  // namespace
}  // namespace stepgate::store::testing
