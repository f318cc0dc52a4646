#include <algorithm>
#include <numeric>

#include "base/json.hpp"

namespace stepgate {
namespace {

/// Keeps the first of members of equal name. By sorting, so that a hostile object of a million
/// names costs n log n.
void drop_duplicates(Json::Object& members) {
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return members[a].first < members[b].first;
  });
  std::vector<bool> drop(members.size(), false);
  bool any = false;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (members[order[i]].first == members[order[i - 1]].first) any = drop[order[i]] = true;
  }
  if (!any) return;
  Json::Object kept;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!drop[i]) kept.push_back(std::move(members[i]));
  }
  members = std::move(kept);
}

/// Builds a document from events. Open containers are kept on a stack and move into their parent
/// when they close.
class Builder final : public JsonHandler {
 public:
  bool on_null() override { return add(Json()); }
  bool on_bool(bool v) override { return add(Json(v)); }
  bool on_int(std::int64_t v) override { return add(Json(v)); }
  bool on_real(double v) override { return add(Json(v)); }
  bool on_string(std::string_view v) override { return add(Json(v)); }
  bool on_bad(std::string_view raw) override { return add(Json::bad(std::string(raw))); }
  bool on_key(std::string_view name) override {
    open_.back().mutable_members().emplace_back(std::string(name), Json());
    return true;
  }
  bool on_object_begin() override {
    open_.push_back(Json::object());
    return true;
  }
  bool on_object_end() override {
    drop_duplicates(open_.back().mutable_members());
    return close();
  }
  bool on_array_begin() override {
    open_.push_back(Json::array());
    return true;
  }
  bool on_array_end() override { return close(); }

  Json take() { return std::move(root_); }

 private:
  bool close() {
    Json done = std::move(open_.back());
    open_.pop_back();
    return add(std::move(done));
  }
  bool add(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_array()) {
      open_.back().mutable_items().push_back(std::move(value));
    } else {
      open_.back().mutable_members().back().second = std::move(value);
    }
    return true;
  }

  std::vector<Json> open_;
  Json root_;
};

}  // namespace

Json Json::parse(std::string_view text, const JsonLimits& limits, std::string_view subject) {
  // One byte over the limit is enough to be refused; the rest need not be copied.
  std::string copy(text.substr(0, limits.max_bytes == SIZE_MAX ? SIZE_MAX : limits.max_bytes + 1));
  Builder builder;
  read_json(copy, builder, limits, subject);
  return builder.take();
}

}  // namespace stepgate
