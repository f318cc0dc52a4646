#include "store/activity/erase.hpp"

#include <algorithm>
#include <set>

#include "store/activity/bytes.hpp"
#include "store/activity/candidates.hpp"
#include "store/activity/merge.hpp"
#include "store/activity/rows.hpp"
#include "store/sql/connection.hpp"

namespace stepgate::store::activity {
namespace {

constexpr std::size_t kAtOnce = 8;  // segments in one transaction
constexpr flow::Ms kEver = INT64_MAX;

/// Under the writer's turn, so that no segment changes meanwhile.
class Eraser {
 public:
  Eraser(sql::Connection& connection, flow::PersonId person, Erased& erased,
         std::set<std::int64_t>& damaged)
      : connection_(connection),
        blobs_(connection.handle()),
        person_(person),
        erased_(erased),
        damaged_(damaged) {}

  /// False: nothing is left of the person that can be read.
  bool some() {
    const std::vector<SegmentRow> rows = candidates();
    std::size_t written = 0;
    for (const SegmentRow& row : rows) {
      if (written == kAtOnce) return true;
      written += rewrite(row) ? 1 : 0;
    }
    return false;
  }

 private:
  std::vector<SegmentRow> candidates() {
    Filter filter;
    filter.person = person_;
    std::vector<SegmentRow> rows;
    Candidates all(connection_.handle(), filter, kEver);
    while (const auto row = all.next())
      if (!damaged_.contains(row->id)) rows.push_back(*row);
    return rows;
  }

  bool rewrite(const SegmentRow& row) {
    try {
      const auto people = blobs_.people(row.id);
      if (!people.empty() && !std::binary_search(people.begin(), people.end(), person_))
        return false;
      const Source source = Source::open(row, blobs_.ids(row.id), blobs_.body(row.id));
      const auto has = std::count(source.ids.begin(), source.ids.end(), person_);
      if (has == 0) return false;
      const auto fresh = merge(std::span(&source, 1), row.level, encoder_, person_);
      delete_segment(connection_, row, source.ids);
      for (const Merged& made : fresh) insert_segment(connection_, made.segment, made.ids);
      erased_.entries += has;
      return true;
    } catch (const Damaged& e) {
      damaged_.insert(row.id);
      erased_.damages.push_back(blobs_.damage(row, e.what()));
      return false;
    }
  }

  sql::Connection& connection_;
  Blobs blobs_;
  BodyEncoder encoder_;
  const flow::PersonId person_;
  Erased& erased_;
  std::set<std::int64_t>& damaged_;
};

}  // namespace

Erased erase_person(sql::Writer& writer, flow::PersonId person) {
  Erased erased;
  std::set<std::int64_t> damaged;
  bool more = true;
  while (more) {
    Erased some;
    more = writer.write([&](sql::Connection& connection) {
      return Eraser(connection, person, some, damaged).some();
    });
    erased.entries += some.entries;
    std::move(some.damages.begin(), some.damages.end(), std::back_inserter(erased.damages));
  }
  return erased;
}

}  // namespace stepgate::store::activity
