// Whatever byte of a segment is wrong: it is named with the people it held, everything else is
// still there.
#include <algorithm>

#include "base/text.hpp"
#include "random_chunk.hpp"
#include "store/activity/bytes.hpp"

namespace stepgate::store::activity::testing {
namespace {

class DamageTest : public ::testing::Test {
 protected:
  DamageTest() {
    RandomChunks random(99);
    history_.write(random.next(90));  // a segment of its own
    std::vector<std::unique_ptr<Chunk>> small;
    for (int i = 0; i < 4; ++i) small.push_back(random.next(5));
    small.push_back(plain_chunk({1, 2, 3}));
    history_.write(small);
    expected_ = history_.reader().list({}, {}, 100'000).activities;
  }
  std::string blob(const char* column, std::int64_t segment) {
    return history_.reading()
        .query("SELECT " + std::string(column) + " FROM activity_segment WHERE id = ?",
               {segment})[0][0]
        .text();
  }
  void put(const char* column, std::int64_t segment, const std::string& bytes) {
    history_.writer().connection().exec(
        "UPDATE activity_segment SET " + std::string(column) + " = ? WHERE id = ?",
        {sql::Blob{bytes}, segment});
  }
  /// The list without that segment is the list before without its activities.
  void check_reported(std::int64_t segment, bool names_people) {
    const Page page = history_.reader().list({}, {}, 100'000);
    ASSERT_EQ(page.damages.size(), 1U);
    const Damage& damage = page.damages[0];
    EXPECT_EQ(damage.segment, segment);
    EXPECT_FALSE(damage.why.empty());
    EXPECT_NE(to_string(damage).find("segment " + std::to_string(segment)), std::string::npos);
    if (names_people) {
      EXPECT_EQ(damage.people, people_);
    } else {
      EXPECT_LE(damage.first_id, people_.front());
      EXPECT_GE(damage.last_id, people_.back());
    }
    EXPECT_EQ(page.activities.size(), expected_.size() - held_);
    for (const Activity& a : page.activities) {
      EXPECT_NE(std::find(expected_.begin(), expected_.end(), a), expected_.end());
    }
  }
  void look_at(std::int64_t segment) {
    const std::string ids = blob("ids", segment), body = blob("body", segment);
    put("body", segment, "");
    const Page page = history_.reader().list({}, {}, 100'000);
    people_ = page.damages.at(0).people;
    held_ = expected_.size() - page.activities.size();
    put("body", segment, body);
    ASSERT_FALSE(people_.empty());
    ASSERT_GT(held_, 0U);
  }
  History history_;
  std::vector<Activity> expected_;
  std::vector<flow::PersonId> people_;
  std::size_t held_ = 0;
};

TEST_F(DamageTest, EveryByteOfABody) {
  for (const std::int64_t segment : {1, 2}) {
    look_at(segment);
    const std::string body = blob("body", segment);
    const std::size_t every = std::max<std::size_t>(1, body.size() / 120);
    for (std::size_t i = 0; i < body.size(); i += i < 40 ? 1 : every) {
      std::string bad = body;
      bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
      put("body", segment, bad);
      check_reported(segment, true);
      if (HasFailure()) FAIL() << "byte " << i << " of segment " << segment;
    }
    for (std::size_t n = 0; n < body.size(); n += every * 3) {
      put("body", segment, body.substr(0, n));
      check_reported(segment, true);
    }
    put("body", segment, body);
    EXPECT_TRUE(history_.reader().verify().empty());
  }
}

TEST_F(DamageTest, EveryByteOfTheIds) {
  for (const std::int64_t segment : {1, 2}) {
    look_at(segment);
    const std::string ids = blob("ids", segment);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      std::string bad = ids;
      bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
      put("ids", segment, bad);
      check_reported(segment, false);
      // Also to who asks for one of its people.
      Filter person;
      person.person = people_.front();
      EXPECT_EQ(history_.reader().list(person, {}, 10).damages.size(), 1U);
    }
    put("ids", segment, ids);
  }
}

TEST_F(DamageTest, EverybodyElseIsNotToldOfIt) {
  put("body", 1, "rubbish");
  Filter person;
  const std::vector<flow::PersonId> held = history_.reader().verify().at(0).people;
  for (flow::PersonId id = held.front(); id < held.back(); ++id) {
    if (std::binary_search(held.begin(), held.end(), id)) continue;
    person.person = id;
    EXPECT_TRUE(history_.reader().list(person, {}, 10).damages.empty());
  }
  person.person = held[3];
  const Page page = history_.reader().list(person, {}, 10);
  ASSERT_EQ(page.damages.size(), 1U);
  ResultQuery results;
  results.run = history_.number("SELECT run FROM activity_segment WHERE id = 1");
  EXPECT_EQ(history_.reader().results(results).damages.size(), 1U);
  EXPECT_EQ(history_.reader().people({}).damages.size(), 1U);
  EXPECT_EQ(history_.reader().counts({}).damages.size(), 1U);
}

// A checksum can be right by intent: structure is checked on its own.
TEST_F(DamageTest, ContentsThatLieAreRefused) {
  std::string payload;
  const auto seal = [&] {
    std::string body("\x01\x00\x00\x00\x00\x00", 6);
    put_varint(body, payload.size());
    body += payload;
    std::string sum;
    put_fixed(sum, crc32c(std::string_view(body).substr(6), crc32c(body.substr(0, 2))));
    return body.replace(2, 4, sum);
  };
  const std::int64_t n = history_.number("SELECT n FROM activity_segment WHERE id = 2");
  const std::string count(1, static_cast<char>(n));
  const std::vector<std::string> lies{
      count + std::string("\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 9),  // columns without end
      count + std::string("\x01\x01\x00\x05", 4),                      // a column that is not there
      count + std::string("\x01\x01\x00\x02\x09\x00", 6),              // an unknown encoding
      count + std::string("\x01\x01\x00\x03\x02\x00\xff", 7),          // a dictionary too large
      count + std::string("\x01\x06\x01x\x02\x01\x01", 7),             // a field without a number
      std::string("\x07\x00", 2)};
  for (const std::string& lie : lies) {
    payload = lie;
    put("body", 2, seal());
    const Page page = history_.reader().list({}, {}, 100'000);
    ASSERT_EQ(page.damages.size(), 1U) << to_hex(lie);
    EXPECT_EQ(page.damages[0].segment, 2);
    EXPECT_EQ(history_.reader().verify().size(), 1U);
  }
}

TEST_F(DamageTest, CompactionSetsItAsideAndGoesOn) {
  RandomChunks random(5);
  for (int i = 0; i < 6; ++i) history_.write(random.next(4));
  expected_ = history_.reader().list({}, {}, 100'000).activities;
  look_at(2);
  put("body", 2, "rubbish");
  CompactionLimits limits;
  limits.open = 1;
  Compactor compactor(history_.writer(), history_.readers(), limits);
  std::size_t damages = 0;
  for (int i = 0; i < 20; ++i) damages += compactor.step().damages.size();
  EXPECT_EQ(damages, 1U);
  EXPECT_EQ(history_.number("SELECT count(*) FROM activity_segment WHERE level = 0"), 0);
  check_reported(2, true);
  Filter person;
  person.person = people_.back();
  EXPECT_EQ(history_.reader().list(person, {}, 50).damages.size(), 1U);
}

}  // namespace
}  // namespace stepgate::store::activity::testing
