#include "room.hpp"

namespace {

class ServiceDriven : public ::testing::Test {
 protected:
  FakeHost host_;
  Mapping mapping_{host_, stepgate_plugin_entry, "mapping-service-driven"};
  const Json when_ = list({service_field("when", "datetime", "updatedAt")});
};

TEST_F(ServiceDriven, proposes_what_fits_by_name_and_type) {
  const auto fields =
      list({service_field("town", "string", "city"), service_field("seen", "string", "lastSeen")});
  const auto rows = mapping_.propose(request("incoming", fields, Json::array())).json()["rows"];
  EXPECT_EQ(rows.items()[0]["field"].text(), "city");
  EXPECT_TRUE(rows.items()[1]["field"].is_null());
}

TEST_F(ServiceDriven, never_proposes_that_a_service_writes_what_is_the_hosts_own) {
  const auto back = mapping_.propose(request("incoming", when_, Json::array())).json()["rows"];
  EXPECT_TRUE(back.items()[0]["field"].is_null());
  EXPECT_FALSE(back.items()[0]["active"].boolean());
  const auto out = mapping_.propose(request("outgoing", when_, Json::array())).json()["rows"];
  EXPECT_EQ(out.items()[0]["field"].text(), "updatedAt");
}

TEST_F(ServiceDriven, refuses_it_by_hand_too) {
  const auto rows = list({row("when", "updatedAt")});
  const auto problems = mapping_.validate(request("incoming", when_, rows)).json()["problems"];
  ASSERT_EQ(problems.size(), 1u);
  const auto& problem = problems.items()[0];
  EXPECT_EQ(problem["code"].text(), "MAPPING_READ_ONLY");
  EXPECT_EQ(problem["field"].text(), "updatedAt");
  EXPECT_FALSE(problem["message"].text().empty());
  EXPECT_FALSE(problem["remedy"].text().empty());
  EXPECT_EQ(mapping_.validate(request("outgoing", when_, rows)).json()["problems"].size(), 0u);
  const auto other = list({row("when", "lastSeen")});
  EXPECT_EQ(mapping_.validate(request("incoming", when_, other)).json()["problems"].size(), 0u);
}

}  // namespace
