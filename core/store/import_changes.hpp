// The changes of one slice of an import or an undo, gathered into columns for the history.
#pragma once
#include <string_view>
#include <vector>

#include "store/changes.hpp"

namespace stepgate::store {

namespace activity {
class ActivityWriter;
}

class ImportChanges {
 public:
  /// `change` is of this one person.
  void add(flow::PersonId id, const Changes& change);
  /// Inside the transaction of the slice. `source`: "Import {file}", "Undo of run {Id}".
  void write(activity::ActivityWriter& writer, std::string_view source, flow::Ms at) const;

 private:
  FieldChange& column(flow::FieldId field);
  flow::Cell copy(const Changes& from, const flow::Cell& cell);

  std::vector<flow::PersonId> ids_;  // in the order of the rows
  Changes changes_;
};

}  // namespace stepgate::store
