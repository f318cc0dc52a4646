// Taking back what a run wrote: field by field, unless the field was changed again since. What was
// taken back is recorded as changes of its own; what was left is listed.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "flow/ids.hpp"
#include "store/activity/activity.hpp"

namespace stepgate::store {

struct Core;

struct UndoRow {
  flow::RunId run = 0;
  bool done = false;
  Ms asked_at = 0, ended_at = 0;  ///< ended_at 0: under way
  std::int64_t people = 0;        ///< of whom something was taken back
  std::int64_t fields = 0;        ///< values taken back
  std::int64_t left = 0;          ///< values that were changed again since
  std::int64_t gone = 0;          ///< values of people or fields that are no longer there
  std::int64_t unreadable = 0;    ///< people whose part of the history is damaged
};

/// A value that was left as it is. Texts as in activity::Activity.
struct UndoLeft {
  flow::PersonId person = 0;
  flow::FieldId field = 0;
  std::string field_name;                     ///< API name
  bool gone = false;                          ///< the person, or the field, was not there any more
  std::optional<std::string> written, found;  ///< by the run; when its undo came to it
};

/// Thread safe; the slices of one run come from one thread.
class UndoRepository {
 public:
  explicit UndoRepository(Core& core);

  std::optional<UndoRow> find(flow::RunId run);
  std::vector<flow::RunId> under_way();  ///< in the order in which they were asked for
  /// Durable on return. False when it was asked for before.
  bool ask(flow::RunId run);

  /// Takes these changes of the run back, in transactions of at most about 40 ms. A field of a
  /// person is changed at most once by a run. The same changes again count and do nothing more, so
  /// that an undo that was interrupted may begin from the start.
  void take_back(flow::RunId run, std::span<const activity::Activity> changes);
  void end(flow::RunId run, std::int64_t unreadable);

  /// Ascending by person and field, after the given ones.
  std::vector<UndoLeft> left(flow::RunId run, flow::PersonId after_person,
                             flow::FieldId after_field, std::size_t limit);

 private:
  Core& core_;
};

}  // namespace stepgate::store
