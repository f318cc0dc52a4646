// The import of people: streamed both ways, refused before the first line, kept when it breaks.
#include <thread>

#include "admin_fixture.hpp"
#include "peers.hpp"
#include "store/people_repository.hpp"

namespace stepgate::admin::testing {
namespace {

class Import : public AdminTest {
 protected:
  /// "inserted updated unchanged refused" of the last line.
  static std::string counts(const Json& line) {
    std::string text;
    for (const auto* name : {"inserted", "updated", "unchanged", "refused"})
      text += std::to_string(line[name].as_int(-1)) + " ";
    return text;
  }
  Json last(std::string_view csv, const std::string& query = {}) {
    const auto answer = import(csv, query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.header("Content-Type"), "application/x-ndjson");
    const auto lines = answer.lines();
    return lines.empty() ? Json() : lines.back();
  }
  std::string head(std::string_view more) const {
    return "POST /api/v1/people/import HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " +
           std::string(kToken) + "\r\nContent-Type: text/csv\r\n" + std::string(more) + "\r\n";
  }
  std::int64_t people() { return db().people().count(); }
};

TEST_F(Import, SecondTimeChangesNothing) {
  const std::string csv = "id,email,country\n1,a@x.example,France\n2,b@x.example,\n";
  const auto first = last(csv);
  EXPECT_TRUE(first["done"].as_bool());
  EXPECT_EQ(first["lines"].as_int(), 2);
  EXPECT_EQ(first["bytes"].as_int(), static_cast<std::int64_t>(csv.size()));
  EXPECT_EQ(counts(first), "2 0 0 0 ");
  EXPECT_EQ(counts(last(csv)), "0 0 2 0 ");
  EXPECT_EQ(counts(last("email,country\nB@X.EXAMPLE,Norway\n")), "0 1 0 0 ");
}

TEST_F(Import, RefusesHeadersBeforeAnythingIsStored) {
  const auto refusal = [&](std::string_view csv) { return import(csv).refusal(); };
  EXPECT_EQ(refusal(""), "422 CSV_EMPTY");
  EXPECT_EQ(refusal("\n"), "422 CSV_EMPTY");
  EXPECT_EQ(refusal("1,2\n3,4\n"), "422 CSV_NO_HEADER");
  EXPECT_EQ(refusal("country\nFrance\n"), "422 CSV_NO_KEY");
  EXPECT_EQ(refusal("id,id\n1,2\n"), "422 CSV_DUPLICATE_COLUMN");
  const auto unknown = import("email,shoeSize\na@x.example,43\n");
  EXPECT_EQ(unknown.refusal(), "422 CSV_UNKNOWN_COLUMN");
  EXPECT_EQ(unknown.header("Content-Type"), "application/problem+json");
  EXPECT_THAT(unknown.json["subject"].as_string(), ::testing::HasSubstr("shoeSize"));
  EXPECT_THAT(unknown.json["remedy"].as_string(), ::testing::HasSubstr("--ignore-unknown"));
  EXPECT_EQ(people(), 0);
  EXPECT_EQ(counts(last("email,shoeSize\na@x.example,43\n", "?ignoreUnknown=true")), "1 0 0 0 ");
  EXPECT_EQ(counts(last("email,shoeSize\na@x.example,43\n", "?createFields=true")), "0 1 0 0 ");
  EXPECT_EQ(get("/api/v1/people/a@x.example").json["fields"]["shoeSize"].as_string(), "43");
  EXPECT_EQ(import("email\na@x.example\n", "?createFields=1").refusal(), "422 QUERY_INVALID");
  EXPECT_EQ(
      ask("POST", "/api/v1/people/import", "{}", {{"Content-Type", "application/json"}}).refusal(),
      "415 MEDIA_TYPE");
}

TEST_F(Import, NamesBadLinesAndTakesTheOthers) {
  const auto done = last(
      "id,email,unsubscribed\n"
      "1,a@x.example,true\n"
      "2,b@x.example\n"
      "x,c@x.example,true\n"
      "4,d@x.example,maybe\n"
      "5,e@x.example,false\n");
  EXPECT_TRUE(done["done"].as_bool());
  EXPECT_EQ(done["lines"].as_int(), 5);
  EXPECT_EQ(counts(done), "2 0 0 3 ");
  ASSERT_EQ(done["errors"].size(), 3U);
  EXPECT_EQ(done["errors"].at(0)["line"].as_int(), 3);
  EXPECT_EQ(done["errors"].at(0)["code"].as_string(), "CSV_CELL_COUNT");
  EXPECT_TRUE(done["errors"].at(0)["field"].is_null());
  EXPECT_EQ(done["errors"].at(1)["code"].as_string(), "ID_INVALID");
  EXPECT_EQ(done["errors"].at(2)["line"].as_int(), 5);
  EXPECT_EQ(done["errors"].at(2)["field"].as_string(), "unsubscribed");
}

TEST_F(Import, ReadsTheFormsOfSpreadsheets) {
  const auto done = last(
      "\xEF\xBB\xBF"
      "id;email;company\r\n1;a@x.example;\"Two\r\nlines; here\"\r\n2;b@x.example;\"A \"\"B\"\"\"");
  EXPECT_EQ(counts(done), "2 0 0 0 ");
  EXPECT_EQ(get("/api/v1/people/1").json["fields"]["company"].as_string(), "Two\r\nlines; here");
  EXPECT_EQ(get("/api/v1/people/2").json["fields"]["company"].as_string(), "A \"B\"");
  EXPECT_EQ(counts(last("id\temail\n3\tc@x.example\n", "?separator=tab")), "1 0 0 0 ");
  EXPECT_EQ(counts(last("id|email\n4|d@x.example\n", "?separator=%7C")), "1 0 0 0 ");
}

TEST_F(Import, TellsHowFarItIsAndLosesNothing) {
  std::string csv = "id,email,company\n";
  constexpr int kPeople = 6'000;
  for (int i = 1; i <= kPeople; ++i)
    csv +=
        std::to_string(i) + ",p" + std::to_string(i) + "@x.example," + std::string(60, 'c') + "\n";
  const auto answer = import(csv);
  ASSERT_EQ(answer.status, 200);
  const auto lines = answer.lines();
  ASSERT_GT(lines.size(), 2U);
  std::int64_t before = 0;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    EXPECT_FALSE(lines[i].has("done"));
    EXPECT_GE(lines[i]["bytes"].as_int(), before);
    before = lines[i]["bytes"].as_int();
  }
  EXPECT_EQ(counts(lines.back()), "6000 0 0 0 ");
  EXPECT_EQ(lines.back()["bytes"].as_int(), static_cast<std::int64_t>(csv.size()));
  EXPECT_EQ(people(), kPeople);
}

TEST_F(Import, AnswersWhileItReads) {
  http::test::RawConnection connection(http::test::dial(server_->port()));
  connection.write(head("Transfer-Encoding: chunked\r\n"));
  const auto piece = [&](std::string_view text) {
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", text.size());
    connection.write(size + std::string(text) + "\r\n");
  };
  // The header line alone begins no answer.
  std::string first = "id,email,company\n";
  for (int i = 1; i <= 2'000; ++i)
    first += std::to_string(i) + ",,\"" + std::string(40, 'x') + "\"\n";
  piece(first);
  EXPECT_THAT(connection.read_until("\"lines\":"), ::testing::StartsWith("HTTP/1.1 200"));
  piece("7000,z@x.example,last\n");
  connection.write("0\r\n\r\n");
  EXPECT_THAT(connection.read_to_end(), ::testing::HasSubstr("\"done\":true"));
  EXPECT_EQ(people(), 2'001);
}

TEST_F(Import, KeepsWhatItHasWhenTheTextBreaks) {
  const auto answer = import("id,email\n1,a@x.example\n2,b@x.example\n3,\"c@x.exa");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto done = answer.lines().back();
  EXPECT_FALSE(done["done"].as_bool(true));
  EXPECT_EQ(counts(done), "2 0 0 0 ");
  EXPECT_EQ(done["problem"]["code"].as_string(), "CSV_QUOTE_OPEN");
  EXPECT_FALSE(done["problem"]["remedy"].as_string().empty());
  EXPECT_EQ(people(), 2);
  EXPECT_EQ(import("id,email\n4,\"c@x.exa").refusal(), "400 CSV_QUOTE_OPEN");
}

TEST_F(Import, KeepsWhatItHasWhenTheClientGoes) {
  {
    http::test::RawConnection connection(http::test::dial(server_->port()));
    connection.write(head("Content-Length: 1000\r\n") +
                     "id,email\n1,a@x.example\n2,b@x.example\n3,c@x.ex");
    connection.shutdown_write();
    EXPECT_THAT(connection.read_to_end(), ::testing::AllOf(::testing::HasSubstr("\"done\":false"),
                                                           ::testing::HasSubstr("BODY_BROKEN")));
  }
  EXPECT_EQ(people(), 2);
  {
    http::test::RawConnection connection(http::test::dial(server_->port()));
    connection.write(head("Content-Length: 1000\r\n") + "id,email\n11,k@x.example\n12,l");
    connection.reset();
  }
  for (int i = 0; i < 500 && people() < 3; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_LE(people(), 3);
  EXPECT_EQ(get("/healthz").status, 200);
}

}  // namespace
}  // namespace stepgate::admin::testing
