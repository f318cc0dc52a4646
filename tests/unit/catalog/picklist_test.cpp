// Picklists: the last good list outlives a service that is unwell.
#include "catalog_room.hpp"

namespace stepgate::catalog::testing {
namespace {

TEST_F(CatalogTest, TheLastGoodPicklistIsKept) {
  const auto service = activate();
  const auto good = onboarding_->picklists(service, true)["items"].at(0);
  EXPECT_EQ(good["choices"].size(), 2U);
  EXPECT_TRUE(good["error"].is_null());
  for (const auto& [status, body] :
       {std::pair{500, "{}"}, {200, "<html>"}, {200, R"({"choices": 7})"}}) {
    service_.on("/getPicklist", status, body);
    const auto now = onboarding_->picklists(service, true)["items"].at(0);
    EXPECT_EQ(now["choices"], good["choices"]) << body;
    EXPECT_EQ(now["fetchedAt"], good["fetchedAt"]);
    EXPECT_FALSE(now["error"].as_string().empty()) << status << ' ' << body;
  }
  service_.on("/getPicklist", nullptr);
  EXPECT_TRUE(onboarding_->picklists(service, true)["items"].at(0)["error"].is_null());
}

TEST_F(CatalogTest, APicklistIsAskedForWithTheMapping) {
  const auto service = activate();
  onboarding_->picklists(service, false);
  EXPECT_EQ(service_.asked("/getPicklist"), 0);
  onboarding_->picklists(service, true);
  const auto body = Json::parse(service_.last_body("/getPicklist"));
  EXPECT_EQ(body["name"].as_string(), "codeFormat") << body.dump();
  EXPECT_EQ(body["type"].as_string(), "flow");
}

}  // namespace
}  // namespace stepgate::catalog::testing
