#include "room.hpp"

namespace {

class UserDriven : public ::testing::Test {
 protected:
  Json validate(const char* direction) {
    const auto rows = list({row("city", "city"), row("updatedAt", "updatedAt")});
    return mapping_.validate(request(direction, Json::array(), rows)).json();
  }
  FakeHost host_;
  Mapping mapping_{host_, stepgate_plugin_entry, "mapping-user-driven"};
};

TEST_F(UserDriven, refuses_that_a_service_writes_what_is_the_hosts_own) {
  const auto answer = validate("incoming");
  ASSERT_EQ(answer["problems"].size(), 1u);
  EXPECT_EQ(answer["problems"].items()[0]["code"].text(), "MAPPING_READ_ONLY");
  EXPECT_EQ(answer["problems"].items()[0]["field"].text(), "updatedAt");
  ASSERT_EQ(answer["rows"].size(), 1u);
  EXPECT_EQ(answer["rows"].items()[0]["field"].text(), "city");
}

TEST_F(UserDriven, lets_it_go_out) {
  const auto answer = validate("outgoing");
  EXPECT_EQ(answer["problems"].size(), 0u);
  EXPECT_EQ(answer["rows"].size(), 2u);
}

}  // namespace
