// Segments and their postings as rows: put in and taken out, inside somebody's transaction.
#pragma once
#include <cstdint>
#include <span>

#include "store/activity/candidates.hpp"
#include "store/activity/segment.hpp"

namespace stepgate::store {

namespace sql {
class Connection;
}

namespace activity {

/// With its postings when its level has them. Gives its id.
std::int64_t insert_segment(sql::Connection& connection, const Segment& segment,
                            std::span<const flow::PersonId> ids);
/// With its postings: those of `ids`, or, when its ids cannot be read, those of all blocks that it
/// may have. False when somebody else took it first.
bool delete_segment(sql::Connection& connection, const SegmentRow& row,
                    std::span<const flow::PersonId> ids);
/// A damaged one stays as it is, out of the way of compaction, and can still be found.
void set_aside(sql::Connection& connection, const SegmentRow& row,
               std::span<const flow::PersonId> ids);

}  // namespace activity
}  // namespace stepgate::store
