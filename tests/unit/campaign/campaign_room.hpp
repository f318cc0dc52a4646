// Campaigns as the host sets them up, over an active service and five people.
#pragma once
#include "campaign/campaigns.hpp"
#include "campaign/runs.hpp"
#include "catalog_room.hpp"
#include "people/import.hpp"
#include "store/run_repository.hpp"
#include "store/settings_repository.hpp"

namespace stepgate::campaign::testing {

using store::testing::code_of;

class CampaignTest : public catalog::testing::CatalogTest {
 protected:
  CampaignTest() {
    runtime::EngineOptions options;
    options.epoch = db().settings().next_epoch();
    options.callback_url_base = "http://127.0.0.1:1/callback/";
    options.callback_key = std::string(32, 'k');
    engine_ = std::make_unique<runtime::Engine>(db().store(), *catalog_, clock_, options);
    engine_->start();
    catalog_->on_change([this](flow::ServiceId id) { engine_->service_changed(id); });
    campaigns_ = std::make_unique<Campaigns>(db(), *onboarding_, *catalog_, *engine_);
    runs_ = std::make_unique<Runs>(db(), *engine_, clock_);
    codes_ = activate();
    people::Import import(db(), {});
    import.feed("id,email,country\n1,a@x.example,France\n2,b@x.example,Spain\n");
    import.feed("3,c@x.example,\n4,d@x.example,France\n5,e@x.example,Peru\n");
    import.finish();
  }
  ~CampaignTest() override {
    catalog_->on_change(nullptr);
    engine_->stop(2'000);
  }

  static Json request(const std::string& name, const std::string& more = "") {
    return Json::parse(R"({"name": ")" + name +
                       R"(", "service": "Codes", "parameters": {"codeFormat": "alpha2"})" + more +
                       "}");
  }
  flow::CampaignId create(const std::string& name, const std::string& more = "") {
    return static_cast<flow::CampaignId>(campaigns_->create(request(name, more))["id"].as_int());
  }
  std::string refusal(const std::string& name, const std::string& more = "") {
    return code_of([&] { create(name, more); });
  }

  std::unique_ptr<runtime::Engine> engine_;
  std::unique_ptr<Campaigns> campaigns_;
  std::unique_ptr<Runs> runs_;
  flow::ServiceId codes_ = 0;
};

}  // namespace stepgate::campaign::testing
