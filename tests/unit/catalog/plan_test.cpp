// Plans: what of a mapping reaches the wire, and limits that nobody can set out of bounds.
#include "catalog/plan_json.hpp"

#include "catalog_room.hpp"

namespace stepgate::catalog::testing {
namespace {

class Plans : public CatalogTest {
 protected:
  Plans() {
    row_.id = 1;
    row_.name = "Codes";
    row_.discovery = Json::parse(R"({"security": {"kind": "apiKey", "parameter": "X-API-Key"}})");
    row_.definition = Json::parse(R"({"activityAttributes": [{"name": "matchedBy"}]})");
    row_.configuration = Json::object();
    row_.mapping = Json::parse(R"({
      "outgoing": {"rows": [
        {"serviceAttribute": "mail", "field": "email", "required": true, "dataType": "string"},
        {"serviceAttribute": "off", "field": "city", "active": false, "dataType": "string"},
        {"serviceAttribute": "gone", "field": "nobodyHasIt", "dataType": "integer"}]},
      "incoming": {"rows": [
        {"serviceAttribute": "city", "field": "city", "dataType": "string"},
        {"serviceAttribute": "off", "field": "country", "active": false},
        {"serviceAttribute": "none", "field": null}]}})");
  }
  flow::PlanRef plan() { return read_plan(make_plan_json(row_, *db().fields().table()), 1, 7); }
  store::ServiceRow row_;
};

TEST_F(Plans, WhatIsSwitchedOffOrUnmappedIsSentEmptyAndNeverWritten) {
  const auto made = plan();
  ASSERT_EQ(made->outgoing.size(), 3U);
  EXPECT_EQ(made->outgoing[0].field, db().fields().find("email")->id);
  EXPECT_TRUE(made->outgoing[0].required);
  EXPECT_EQ(made->outgoing[1].field, 0);
  EXPECT_EQ(made->outgoing[2].field, 0);
  EXPECT_EQ(made->outgoing[2].key, "gone");
  EXPECT_EQ(made->outgoing[2].type, flow::DataType::integer);
  ASSERT_EQ(made->incoming.size(), 1U);
  EXPECT_EQ(made->incoming[0].key, "city");
  EXPECT_EQ(made->version, 7);
}

TEST_F(Plans, OfAUserDrivenMappingOnlyWhatIsMappedIsSent) {
  auto outgoing = row_.mapping["outgoing"];
  row_.mapping.set("outgoing", outgoing.set("userDriven", true));
  ASSERT_EQ(plan()->outgoing.size(), 1U);
  EXPECT_EQ(plan()->outgoing[0].key, "mail");
}

TEST_F(Plans, LimitsStayInBounds) {
  row_.configuration = Json::parse(R"({"limits": {"chunkPeople": 100000, "chunkBytes": 1,
    "deadlineSeconds": 9223372036854775807, "maxAttempts": 0, "retryBudgetSeconds": -5,
    "concurrency": "many", "chunksInFlight": 0}})");
  const auto limits = plan()->limits;
  EXPECT_EQ(limits.chunk_people, 1000);
  EXPECT_EQ(limits.chunk_bytes, 1000);
  EXPECT_EQ(limits.deadline, 86'400'000);
  EXPECT_EQ(limits.max_attempts, 1);
  EXPECT_EQ(limits.retry_budget, 0);
  EXPECT_EQ(limits.concurrency, flow::Limits().concurrency);
  EXPECT_EQ(limits.chunks_in_flight, 1);
}

TEST_F(Plans, LimitsComeBackAsTheyWereStored) {
  row_.configuration = Json::parse(R"({"limits": {"chunkPeople": 7, "deadlineSeconds": 5,
    "idempotent": true, "writeOnFailure": false}})");
  const auto limits = plan()->limits;
  EXPECT_EQ(limits.chunk_people, 7);
  EXPECT_EQ(limits.deadline, 5'000);
  EXPECT_TRUE(limits.idempotent);
  EXPECT_FALSE(limits.write_on_failure);
  EXPECT_EQ(limits_json(limits),
            limits_json(read_limits(Json::object({{"limits", limits_json(limits)}}))));
}

TEST_F(Plans, AVersionIsNeverChanged) {
  const auto service = activate();
  const auto before = *db().services().plan(service, 1);
  const auto old = catalog_->current_plan(service);
  onboarding_->configure(service, Json::parse(R"({"limits": {"chunkPeople": 3}})"));
  EXPECT_EQ(row(service).plan_version, 2);
  EXPECT_EQ(*db().services().plan(service, 1), before);
  EXPECT_EQ(catalog_->current_plan(service)->limits.chunk_people, 3);
  EXPECT_EQ(catalog_->plan(service, 1)->limits.chunk_people, old->limits.chunk_people);
  EXPECT_EQ(catalog_->plan(service, 9), nullptr);
}

TEST_F(Plans, AChunkSizeThatTheServiceTaughtIsKept) {
  const auto service = activate();
  catalog_->learn_chunk_size(service, 250);
  EXPECT_EQ(catalog_->current_plan(service)->limits.chunk_people, 250);
  onboarding_->configure(service, Json::parse(R"({"limits": {"chunkPeople": 100}})"));
  EXPECT_EQ(catalog_->current_plan(service)->limits.chunk_people, 100);
  EXPECT_EQ(db().service_log().query({.code = "CHUNK_TOO_LARGE"}).size(), 1U);
}

TEST_F(Plans, GatesSayWhy) {
  const auto service = activate();
  EXPECT_TRUE(catalog_->gate(service).open);
  catalog_->pause(service, "CREDENTIALS_REFUSED");
  EXPECT_EQ(catalog_->gate(service).reason, "CREDENTIALS_REFUSED");
  EXPECT_EQ(db().credentials().find("Codes")->state, "refused");
  give_key(service);
  EXPECT_TRUE(catalog_->gate(service).open) << "entering credentials does not take it on";
  onboarding_->remove(service);
  EXPECT_EQ(catalog_->gate(service).reason, "REMOVED");
}

}  // namespace
}  // namespace stepgate::catalog::testing
