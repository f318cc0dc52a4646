// What a service sends back, written by the host's own writer from random results, is read as it
// was.
#include <random>

#include "base/json.hpp"
#include "callback_log.hpp"

namespace stepgate::protocol::testing {
namespace {

class Round {
 public:
  explicit Round(unsigned seed) : dice_(seed) {}

  void run() {
    const std::size_t people = 1 + roll(60);
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < people; ++i)
      ids.push_back((ids.empty() ? 0 : ids.back()) + 1 + roll(5));
    ChunkMaker chunk(ids);
    for (int i = 0; i < 4; ++i) chunk.in("f" + std::to_string(i));
    chunk.attribute("a0").attribute("a1");
    const bool flat = roll(2) == 0;
    Json entries = Json::array();
    for (std::size_t i = 0; i < people; ++i) {
      if (roll(8) > 0) entries.push(entry(static_cast<std::uint32_t>(i), ids[i], flat));
    }
    if (roll(2) == 0) shuffle(entries);
    const CallbackLog log =
        read(Json::object({{"munchkinId", "123-ABC-456"}, {"objectData", entries}}).dump(), chunk);
    EXPECT_EQ(log.text(), expected_.text());
    EXPECT_EQ(log.warnings.size(),
              flat && entries.size() > 0 ? log.warnings.count("ENTRY_FLAT") : 0u);
  }

 private:
  std::size_t roll(std::size_t sides) { return dice_() % sides; }
  void shuffle(Json& list) {
    std::shuffle(list.mutable_items().begin(), list.mutable_items().end(), dice_);
  }

  Json value(const std::string& key) {
    switch (roll(6)) {
      case 0:
        expected_.values[key] = "null";
        return {};
      case 1:
        expected_.values[key] = "true";
        return true;
      case 2:
        expected_.values[key] = "-12";
        return -12;
      case 3:
        expected_.values[key] = "'0.25'";
        return 0.25;
      case 4:
        expected_.values[key] = "'\u00e9\n\"x\\'";
        return "\u00e9\n\"x\\";
      default:
        expected_.values[key] = "''";
        return "";
    }
  }

  Json entry(std::uint32_t record, std::int64_t id, bool flat) {
    const std::string prefix = std::to_string(record) + '.';
    Json lead = Json::object(), activity = Json::object();
    const bool id_first = roll(2) == 0;
    if (id_first) lead.set("id", static_cast<long long>(id));
    for (int i = 0; i < 4; ++i) {
      const std::string name = "f" + std::to_string(i);
      if (roll(3) > 0) lead.set(name, value(prefix + name));
    }
    if (!id_first) lead.set("id", static_cast<long long>(id));
    for (int i = 0; i < 2; ++i) {
      const std::string name = "a" + std::to_string(i);
      if (roll(3) > 0) activity.set(name, value(prefix + name));
    }
    const bool success = roll(4) > 0;
    activity.set("success", success);
    if (!success) activity.set("errorCode", "E" + std::to_string(record));
    expected_.outcomes[record] = success ? "ok" : "failed E" + std::to_string(record);
    if (!flat) return Json::object({{"activityData", activity}, {"leadData", lead}});
    for (const auto& [key, one] : activity.members()) lead.set(key, one);
    return lead;
  }

  std::mt19937 dice_;
  CallbackLog expected_;
};

TEST(CallbackRoundTrip, RandomResults) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    Round(seed).run();
  }
}

}  // namespace
}  // namespace stepgate::protocol::testing
