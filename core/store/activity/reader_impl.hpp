// What the parts of the reader share.
#pragma once
#include <functional>
#include <limits>
#include <vector>

#include "store/activity/bytes.hpp"
#include "store/activity/open_segment.hpp"
#include "store/activity/reader.hpp"

namespace stepgate::store::activity {

inline constexpr flow::Ms kEver = std::numeric_limits<flow::Ms>::max();

struct Reader::Impl {
  explicit Impl(sqlite3* handle) : db(handle), blobs(handle), fields(handle) {}

  /// Opens one candidate and hands it over; a damaged one goes to the list instead. Nothing of it
  /// may be kept by `use` before it can no longer be found damaged.
  template <class Use>
  void open(const SegmentRow& row, const Filter& filter, std::vector<Damage>& damages, Use use) {
    try {
      if (auto segment = OpenSegment::open(row, blobs, filter)) use(std::move(segment));
    } catch (const Damaged& e) {
      damages.push_back(blobs.damage(row, e.what()));
    }
  }
  template <class Use>
  void each_segment(const Filter& filter, std::vector<Damage>& damages, Use use) {
    Candidates candidates(db, filter, kEver);
    while (const auto row = candidates.next()) {
      open(*row, filter, damages, [&](std::unique_ptr<OpenSegment> s) { use(*s); });
    }
  }

  sqlite3* db;
  Blobs blobs;
  FieldNames fields;
};

}  // namespace stepgate::store::activity
