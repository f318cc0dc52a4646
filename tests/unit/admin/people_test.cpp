// People: lists, pages, filters, activities, export.
#include "admin_fixture.hpp"

namespace stepgate::admin::testing {
namespace {

using People = AdminTest;

TEST_F(People, ArePaged) {
  std::string csv = "id,email,country\n";
  for (int i = 1; i <= 125; ++i)
    csv += std::to_string(i) + ",p" + std::to_string(i) + "@x.example," +
           (i % 2 == 0 ? "France" : "Finland") + "\n";
  ASSERT_EQ(import(csv).status, 200);
  EXPECT_EQ(get("/api/v1/people").json["items"].size(), 50U);
  std::vector<std::int64_t> ids;
  std::string after;
  for (int pages = 0; pages < 10; ++pages) {
    const auto page = get("/api/v1/people?limit=20&where=country=France" + after).json;
    for (const auto& person : page["items"].items()) {
      ids.push_back(person["id"].as_int());
      EXPECT_EQ(person["fields"]["country"].as_string(), "France");
    }
    if (page["next"].is_null()) break;
    after = "&after=" + page["next"].as_string();
  }
  ASSERT_EQ(ids.size(), 62U);
  for (std::size_t i = 0; i < ids.size(); ++i)
    EXPECT_EQ(ids[i], 2 * (static_cast<std::int64_t>(i) + 1));
  EXPECT_EQ(get("/api/v1/people/count").json["count"].as_int(), 125);
  EXPECT_EQ(get("/api/v1/people/count?where=country=Finland").json["count"].as_int(), 63);
  EXPECT_EQ(get("/api/v1/people/count?where=company=").json["count"].as_int(), 125);
}

TEST_F(People, AreFilteredByFieldsThatAre) {
  EXPECT_EQ(get("/api/v1/people?where=contry=x").refusal(), "422 FIELD_UNKNOWN");
  EXPECT_EQ(get("/api/v1/people/count?where=country").refusal(), "422 WHERE_INVALID");
  EXPECT_EQ(get("/api/v1/people/export?fields=email,contry").refusal(), "422 FIELD_UNKNOWN");
  EXPECT_EQ(get("/api/v1/people/export?where=contry=x").refusal(), "422 FIELD_UNKNOWN");
}

TEST_F(People, AreShownByIdAndAddress) {
  import("id,email,unsubscribed\n7,Ann@X.example,true\n");
  const auto person = get("/api/v1/people/7").json;
  EXPECT_EQ(person["id"].as_int(), 7);
  EXPECT_EQ(person["fields"]["email"].as_string(), "Ann@X.example");
  EXPECT_EQ(person["fields"]["unsubscribed"], Json(true));
  EXPECT_TRUE(person["fields"]["country"].is_null());
  EXPECT_EQ(get("/api/v1/people/ann@x.example").json, person);
}

TEST_F(People, HaveAHistory) {
  import("id,email,country\n7,a@x.example,France\n", "?name=first.csv");
  import("id,country\n7,Finland\n", "?name=dir/second.csv");
  import("id,country\n7,Norway\n", "?name=third.csv");
  const auto all = get("/api/v1/people/7/activities").json;
  ASSERT_GE(all["items"].size(), 2U) << all.dump();
  const auto& newest = all["items"].at(0);
  EXPECT_EQ(newest["type"].as_string(), "dataValueChange");
  EXPECT_EQ(newest["field"].as_string(), "country");
  EXPECT_EQ(newest["old"].as_string(), "Finland");
  EXPECT_EQ(newest["new"].as_string(), "Norway");
  EXPECT_TRUE(newest["service"].is_null());
  EXPECT_EQ(newest["source"].as_string(), "Import third.csv");
  EXPECT_EQ(all["items"].at(1)["source"].as_string(), "Import second.csv");
  const auto first = get("/api/v1/people/7/activities?limit=1").json;
  EXPECT_EQ(first["items"].at(0), newest);
  ASSERT_TRUE(first["next"].is_string());
  const auto second =
      get("/api/v1/people/7/activities?limit=1&before=" + first["next"].as_string()).json;
  EXPECT_EQ(second["items"].at(0), all["items"].at(1));
  EXPECT_EQ(get("/api/v1/people/7/activities?before=x").refusal(), "422 QUERY_INVALID");
}

TEST_F(People, ExportIsWhatImportTakes) {
  const std::string csv =
      "id,email,firstName,company,unsubscribed\n"
      "1,a@x.example,\"A \"\"quoted\"\" name\",\"Two\nlines, and a comma\",true\n"
      "2,b@x.example,\xC3\x84nn,,\n"
      "3,c@x.example,=1+1,Acme;Co,false\n";
  ASSERT_EQ(import(csv).status, 200);
  const auto exported = get("/api/v1/people/export");
  EXPECT_EQ(exported.status, 200);
  EXPECT_EQ(exported.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_THAT(exported.header("Content-Disposition"), ::testing::HasSubstr("attachment"));
  const auto again = import(exported.body).lines().back();
  EXPECT_EQ(again["unchanged"].as_int(), 3) << again.dump();
  EXPECT_EQ(again["refused"].as_int(), 0);
  EXPECT_EQ(get("/api/v1/people/export").body, exported.body);
  EXPECT_EQ(get("/api/v1/people/export?fields=id,company,email&where=id_missing=").status, 422);
  EXPECT_EQ(get("/api/v1/people/export?fields=email&where=email=b@x.example&separator=;").body,
            "id;email\n2;b@x.example\n");
}

}  // namespace
}  // namespace stepgate::admin::testing
