// The extension in the real sqlite3 shell.
#include <array>
#include <cstdio>
#include <sstream>

#include "base/clock.hpp"
#include "random_chunk.hpp"

namespace stepgate::store::activity::testing {
namespace {

class ShellTest : public ::testing::Test {
 protected:
  /// What the shell prints, `|` between columns.
  std::string shell(const std::string& sql) {
    const std::string preload(STEPGATE_TEST_PRELOAD);
    const std::string command =
        (preload.empty() ? "" : "ASAN_OPTIONS=detect_leaks=0 LD_PRELOAD='" + preload + "' ") +
        STEPGATE_TEST_SHELL " -batch -readonly '" + history_.file() + "' '.load " +
        STEPGATE_TEST_EXTENSION "' \"" + sql + "\" 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    std::string out;
    std::array<char, 4096> buffer{};
    while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe)) {
      out.append(buffer.data(), n);
    }
    status_ = pclose(pipe);
    return out;
  }
  History history_;
  int status_ = 0;
};

TEST_F(ShellTest, ShowsTheActivitiesOfAPerson) {
  auto chunk = plain_chunk({6, 7, 8});
  chunk->parameters = R"({"list":"gold"})";
  chunk->primary = "list";
  FieldChange& field = chunk->field(2);
  chunk->set_text(field.before[1], "Ann", chunk->changes.arena);
  chunk->set_text(field.after[1], "Änne", chunk->changes.arena);
  chunk->changes.outcome[1] = static_cast<std::uint8_t>(Outcome::changed);
  auto& attribute = chunk->results.attributes.emplace_back();
  attribute.name = "matchReason";
  attribute.cells.resize(3);
  chunk->set_text(attribute.cells[1], "by \"email\"", chunk->results.arena);
  chunk->changes.outcome[2] = static_cast<std::uint8_t>(Outcome::failed);
  chunk->results.failed[2] = 1;
  chunk->set_text(chunk->results.codes[2], "NO_RESULT", chunk->results.arena);
  history_.write(std::move(chunk));

  EXPECT_EQ(shell("SELECT person, type, source, asset, attributes, field, old, new, outcome, "
                  "success FROM activity WHERE person = 7"),
            "7|service|Sample (1)|gold|{\"matchReason\":\"by \\\"email\\\"\"}||||changed|1\n"
            "7|dataValueChange|Sample (1)|||firstName|Ann|Änne||\n");
  EXPECT_EQ(shell("SELECT person, code FROM activity WHERE success = 0"), "8|NO_RESULT\n");
  EXPECT_EQ(shell("SELECT time, parameters FROM activity WHERE person = 6"),
            format_datetime(1'790'000'000'000) + "|{\"list\":\"gold\"}\n");
  EXPECT_EQ(shell("SELECT segment_find(ids, body, 'attribute', 'matchReason', 'by \\\"email\\\"') "
                  "FROM activity_segment"),
            "[7]\n");
}

TEST_F(ShellTest, ConditionsFindWhatTheReaderFinds) {
  RandomChunks random(3);
  for (int i = 0; i < 8; ++i) {
    std::vector<std::unique_ptr<Chunk>> together;
    for (int k = 0; k < 3; ++k) together.push_back(random.next(1 + random.below(150)));
    together.push_back(random.import(20));
    history_.write(together);
    random.advance();
  }
  const auto count = [&](const Filter& filter) {
    return std::to_string(history_.expected(filter).size()) + "\n";
  };
  EXPECT_EQ(shell("SELECT count(*) FROM activity"), count({}));
  Filter filter;
  filter.run = 2;
  EXPECT_EQ(shell("SELECT count(*) FROM activity WHERE run = 2"), count(filter));
  filter.service = 1;
  filter.type = ActivityType::service;
  EXPECT_EQ(shell("SELECT count(*) FROM activity WHERE 1 = service AND run = 2 AND type = "
                  "'service'"),
            count(filter));
  Filter time;
  time.from = 1'790'000'000'001;
  time.to = random.now();
  EXPECT_EQ(shell("SELECT count(*) FROM activity WHERE at > 1790000000000 AND at < " +
                  std::to_string(random.now())),
            count(time));
  std::size_t some = 0;
  for (const flow::PersonId id : {5, 900, 2000}) {
    Filter person;
    person.person = id;
    some += history_.expected(person).size();
  }
  EXPECT_EQ(shell("SELECT count(*) FROM activity WHERE person IN (5, 900, 2000)"),
            std::to_string(some) + "\n");
  EXPECT_EQ(shell("SELECT count(*) FROM activity WHERE person = NULL"), "0\n");
  EXPECT_EQ(shell("SELECT count(*) FROM activity_damage"), "0\n");
}

TEST_F(ShellTest, NamesDamage) {
  history_.write(plain_chunk({3, 4}));
  history_.writer().connection().exec("UPDATE activity_segment SET body = x'0102'");
  EXPECT_EQ(shell("SELECT segment, people, why FROM activity_damage"),
            "1|[3,4]|it ends too early\n");
  EXPECT_EQ(shell("SELECT count(*) FROM activity"), "0\n");
  EXPECT_NE(shell("SELECT segment_find(ids, body, 'code', '', 'x') FROM activity_segment")
                .find("it ends too early"),
            std::string::npos);
  EXPECT_NE(shell("SELECT segment_find(ids, body, 'colour', '', 'x') FROM activity_segment")
                .find("the kind is none of"),
            std::string::npos);
}

TEST_F(ShellTest, AFileOfSomebodyElseIsAnError) {
  history_.writer().connection().exec("DROP TABLE activity_segment");
  EXPECT_NE(shell("SELECT * FROM activity").find("no such table"), std::string::npos);
  EXPECT_NE(status_, 0);
}

}  // namespace
}  // namespace stepgate::store::activity::testing
