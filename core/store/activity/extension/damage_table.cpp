// SELECT * FROM activity_damage: opens every segment and names those that cannot be read.
#include "base/json.hpp"
#include "store/activity/extension/extension.hpp"
#include "store/activity/extension/virtual_table.hpp"
#include "store/activity/reader.hpp"

namespace stepgate::store::activity::extension {
namespace {

class DamageRows {
 public:
  static constexpr const char* kDeclaration =
      "CREATE TABLE x(segment INTEGER, since INTEGER, at INTEGER, first_person INTEGER, "
      "last_person INTEGER, entries INTEGER, people TEXT, why TEXT)";

  static void plan(sqlite3_index_info& info) { info.estimatedCost = 1e9; }
  DamageRows(sqlite3* db, int, int, sqlite3_value**) : damages_(Reader(db).verify()) {}
  void next() { ++row_; }
  bool at_end() const noexcept { return row_ >= damages_.size(); }

  void column(int index, const Cell& cell) const {
    const Damage& d = damages_[row_];
    const std::int64_t numbers[] = {d.segment, d.since, d.at, d.first_id, d.last_id, d.entries};
    if (index < 6) return cell.set(numbers[index]);
    if (index == 7) return cell.set(d.why);
    if (d.people.empty()) return cell.set_null();
    JsonWriter json;
    json.begin_array();
    for (const flow::PersonId person : d.people) json.integer(person);
    json.end_array();
    cell.set(json.text());
  }

 private:
  std::vector<Damage> damages_;
  std::size_t row_ = 0;
};

}  // namespace

int register_damage(sqlite3* db) { return VirtualTable<DamageRows>::add(db, "activity_damage"); }

}  // namespace stepgate::store::activity::extension
