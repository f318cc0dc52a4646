// A segment whose body has been opened: which of its activities fit a filter, and these as structs.
#pragma once
#include <memory>
#include <vector>

#include "store/activity/body.hpp"
#include "store/activity/candidates.hpp"
#include "store/activity/field_names.hpp"
#include "store/activity/id_list.hpp"
#include "store/activity/parameters.hpp"

namespace stepgate::store::activity {

/// One activity of a segment.
struct Hit {
  Position key;
  std::uint32_t entry = 0;
  std::uint32_t part = 0;  ///< 0: of the service; k + 1: the k-th field that changed for somebody
};

/// Everything may throw Damaged. One thread at a time.
class OpenSegment {
 public:
  /// Null when the person of the filter is not in it: then the body was not read.
  static std::unique_ptr<OpenSegment> open(const SegmentRow& row, Blobs& blobs,
                                           const Filter& filter);

  const SegmentRow& row() const noexcept { return row_; }
  std::size_t size() const noexcept { return body_.size(); }
  flow::PersonId person(std::size_t entry) const noexcept { return ids_[entry]; }
  flow::Ms at(std::size_t entry) const noexcept;
  flow::ChunkId chunk(std::size_t entry) const noexcept;
  const Body& body() const noexcept { return body_; }
  /// Of a column that is in the row when it is the same for all.
  std::int64_t number(ColumnKind kind, std::size_t entry) const;

  /// 1 for each entry that can hold such an activity.
  std::vector<std::uint8_t> entries(const Filter& filter, FieldNames& fields);
  /// Newest first; behind `before` when it is given, and in front of `last`.
  std::vector<Hit> hits(const Filter& filter, FieldNames& fields, const Position* before = nullptr,
                        const Position* last = nullptr);
  Activity activity(const Hit& hit, FieldNames& fields);

 private:
  struct Field {
    flow::FieldId id = 0;
    ColumnReader before, after;
    bool changed(std::size_t i) const noexcept {
      return !before.at(i).is_null() || !after.at(i).is_null();
    }
  };
  struct Named {
    std::string_view name;
    ColumnReader values;
  };
  struct Details {  ///< what only a struct needs
    ColumnReader code, reason, source, change_reason, primary;
    std::vector<Named> attributes, parameters;
  };
  OpenSegment(const SegmentRow& row, std::vector<flow::PersonId> ids, EntryRange range, Body body);

  void keep_time(const Filter& filter, std::vector<std::uint8_t>& alive) const;
  void keep_number(ColumnKind kind, const std::optional<std::int64_t>& of_row, std::int64_t wanted,
                   std::vector<std::uint8_t>& alive) const;
  void keep_answer(const Filter& filter, std::vector<std::uint8_t>& alive) const;
  void keep_change(const Filter& filter, FieldNames& fields, std::vector<std::uint8_t>& alive);
  bool wants(const Filter& filter, FieldNames& fields, const Field& field, std::size_t entry) const;
  void add_hits(const Filter& filter, FieldNames& fields, std::size_t entry, std::uint32_t ordinal,
                std::vector<Hit>& out);
  const std::vector<Field>& fields();
  const ColumnReader& outcome();
  const Details& details();
  void fill_service(Activity& out, std::size_t entry);
  void fill_change(Activity& out, const Field& field, std::size_t entry, FieldNames& fields);

  SegmentRow row_;
  std::vector<flow::PersonId> ids_;
  EntryRange range_;  ///< of the person of the filter; else all
  Body body_;
  ColumnReader at_, chunk_;
  std::unique_ptr<std::vector<Field>> fields_;
  std::unique_ptr<ColumnReader> outcome_;
  std::unique_ptr<Details> details_;
};

}  // namespace stepgate::store::activity
