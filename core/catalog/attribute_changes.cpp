#include "catalog/attribute_changes.hpp"

#include <algorithm>
#include <set>

namespace stepgate::catalog {
namespace {

const Json* find(const Json& list, const std::string& name) {
  const auto& items = list.items();
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const Json& one) { return one["name"].as_string() == name; });
  return found == items.end() ? nullptr : &*found;
}

class Comparison {
 public:
  Comparison(const Json& before, const Json& now) : before_(before), now_(now) {}

  std::vector<AttributeChange> take() {
    for (std::size_t i = 0; i < before_.size(); ++i) {
      const auto& old = before_.at(i);
      const auto& name = old["name"].as_string();
      if (const auto* same = find(now_, name)) {
        compare(old, *same);
        continue;
      }
      if (const auto* renamed = successor(old, i)) {
        add("ATTRIBUTE_RENAMED", *renamed, name, "was called " + name + " before", name,
            (*renamed)["name"]);
        taken_.insert((*renamed)["name"].as_string());
        compare(old, *renamed);
        continue;
      }
      list_.push_back({"ATTRIBUTE_REMOVED", name, name, "is gone", old["dataType"], {}});
    }
    for (const auto& fresh : now_.items()) {
      const auto& name = fresh["name"].as_string();
      if (find(before_, name) != nullptr || taken_.contains(name)) continue;
      const bool required = fresh["required"].as_bool();
      list_.push_back({"ATTRIBUTE_ADDED",
                       name,
                       name,
                       required ? "is new, and required" : "is new",
                       {},
                       fresh["dataType"],
                       required});
    }
    return std::move(list_);
  }

 private:
  const Json* successor(const Json& old, std::size_t place) const {
    const auto fits = [&](const Json& fresh) {
      const auto& name = fresh["name"].as_string();
      return fresh["dataType"] == old["dataType"] && find(before_, name) == nullptr &&
             !taken_.contains(name);
    };
    for (const auto& fresh : now_.items())
      if (fits(fresh) && old["labels"].size() > 0 && fresh["labels"] == old["labels"])
        return &fresh;
    const auto& there = now_.at(place);
    const bool alike = there.is_object() && fits(there) && there["required"] == old["required"] &&
                       there["hasPicklist"] == old["hasPicklist"];
    return now_.size() == before_.size() && alike ? &there : nullptr;
  }

  void add(const char* code, const Json& now, const std::string& old_name, const std::string& words,
           const Json& before, const Json& after, bool touches_unset = false) {
    list_.push_back({code, now["name"].as_string(), old_name, words, before, after, touches_unset});
  }

  void compare(const Json& old, const Json& now) {
    const auto& name = old["name"].as_string();
    if (old["dataType"] != now["dataType"])
      add("ATTRIBUTE_RETYPED", now, name, "has another type", old["dataType"], now["dataType"]);
    const bool was = old["required"].as_bool(), is = now["required"].as_bool();
    if (was != is)
      add(is ? "ATTRIBUTE_REQUIRED" : "ATTRIBUTE_OPTIONAL", now, name,
          is ? "is required now" : "is optional now", was, is, is);
    const bool listed = old["hasPicklist"].as_bool(), lists = now["hasPicklist"].as_bool();
    if (listed != lists)
      add(lists ? "PICKLIST_ADDED" : "PICKLIST_GONE", now, name,
          lists ? "has a picklist now" : "has no picklist any more", listed, lists);
    const bool strict = old["enforcePicklist"].as_bool(),
               now_strict = now["enforcePicklist"].as_bool();
    if (listed == lists && strict != now_strict)
      add(now_strict ? "PICKLIST_ENFORCED" : "PICKLIST_FREE", now, name,
          now_strict ? "takes only values of its picklist now" : "takes other values now", strict,
          now_strict);
    if (old["labels"] != now["labels"])
      add("ATTRIBUTE_LABEL_CHANGED", now, name, "has another label", old["labels"], now["labels"]);
  }

  const Json& before_;
  const Json& now_;
  std::set<std::string> taken_;
  std::vector<AttributeChange> list_;
};

}  // namespace

std::vector<AttributeChange> attribute_changes(const Json& before, const Json& now) {
  return Comparison(before, now).take();
}

}  // namespace stepgate::catalog
