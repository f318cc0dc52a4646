// Differences between two lists of declared attributes, renamed ones recognised. Pure.
#pragma once
#include <string>
#include <vector>

#include "base/json.hpp"

namespace stepgate::catalog {

struct AttributeChange {
  std::string code;      ///< ATTRIBUTE_*, PICKLIST_*
  std::string name;      ///< as it is called now; of one that is gone, as it was
  std::string old_name;  ///< as it was called
  std::string words;     ///< "is gone"
  Json before, after;
  bool touches_unset = false;  ///< it concerns whoever has no value for it, else those who have one
};

/// An attribute counts as renamed when one of the same type has its label, or stands in its place
/// and is required and has a picklist as it was.
std::vector<AttributeChange> attribute_changes(const Json& before, const Json& now);

}  // namespace stepgate::catalog
