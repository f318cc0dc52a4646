// A store with people, a service, a campaign and a way to start runs.
#pragma once
#include "engine_ops.hpp"
#include "store/campaign_repository.hpp"
#include "store/people_repository.hpp"
#include "store/run_repository.hpp"
#include "store/service_repository.hpp"
#include "store_fixture.hpp"

namespace stepgate::store::testing {

// Ids of standard fields.
inline constexpr flow::FieldId kEmail = 1, kFirstName = 2, kCountry = 14, kRevenue = 20,
                               kEmployees = 21, kScore = 22, kUnsubscribed = 23;

class EngineTest : public StoreTest {
 protected:
  EngineTest() {
    ServiceRow service;
    service.name = "Country codes";
    service.state = "active";
    service_ = db().services().create(service).id;
    CampaignRow campaign;
    campaign.name = "Clean up";
    campaign.service = service_;
    campaign_ = db().campaigns().create(campaign).id;
  }

  /// People with the given ids; country "old".
  void add_people(const std::vector<flow::PersonId>& ids) {
    ImportBatch batch;
    batch.source = "people.csv";
    batch.fields = {kCountry};
    batch.arena = "old";
    for (const flow::PersonId id : ids) {
      flow::Cell cell;
      cell.kind = flow::Cell::Kind::text;
      cell.size = 3;
      batch.rows.push_back({id, {cell}});
    }
    for (const ImportResult& r : db().people().import(batch)) {
      ASSERT_EQ(r.outcome, ImportOutcome::inserted) << r.message;
    }
  }

  flow::RunId start_run(Audience audience = {}) {
    NewRun run;
    run.campaign = campaign_;
    run.service = service_;
    run.plan = 1;
    run.parameters = R"({"format":"ISO"})";
    run.audience = std::move(audience);
    return db().runs().create(run).row.run;
  }

  flow::Store& store() { return db().store(); }
  std::vector<flow::OpResult> commit(std::vector<flow::Op> ops) {
    return store().commit(ops, clock_.now());
  }
  flow::OpResult commit_one(flow::Op op) { return commit({std::move(op)}).at(0); }

  std::string value(flow::PersonId id, std::string_view field) {
    const auto person = db().people().get(id);
    return person ? person->values[field].dump() : "nobody";
  }

  flow::ServiceId service_ = 0;
  flow::CampaignId campaign_ = 0;
};

}  // namespace stepgate::store::testing
