#include "runtime/people_block.hpp"

#include <unordered_map>

namespace stepgate::runtime {
namespace {

/// Copies what the store shows row by row. Texts are noted by offset first: the arena moves while
/// it grows.
class Collector : public flow::PeopleSink {
 public:
  Collector(const flow::Plan& plan, std::size_t people, std::vector<flow::RawValue>& values,
            std::string& arena)
      : values_(values), arena_(arena), width_(plan.outgoing.size()) {
    std::unordered_map<flow::FieldId, std::size_t> column_of;
    for (const auto& out : plan.outgoing) {
      if (out.field == 0) {
        columns_.push_back(kNone);
        continue;
      }
      const auto [it, fresh] = column_of.try_emplace(out.field, fields.size());
      if (fresh) fields.push_back(out.field);
      columns_.push_back(it->second);
    }
    values_.assign(people * width_, {flow::RawValue::Kind::null, 0, 0, {}});
    offsets_.assign(values_.size(), 0);
  }

  void person(std::size_t index, flow::PersonId, bool exists,
              std::span<const flow::RawValue> row) override {
    if (!exists) return;
    for (std::size_t i = 0; i < width_; ++i) {
      if (columns_[i] == kNone) continue;
      auto value = row[columns_[i]];
      offsets_[index * width_ + i] = arena_.size();
      arena_.append(value.text);
      values_[index * width_ + i] = value;
    }
  }

  void settle_texts() {
    for (std::size_t i = 0; i < values_.size(); ++i)
      values_[i].text = std::string_view(arena_).substr(offsets_[i], values_[i].text.size());
  }

  std::vector<flow::FieldId> fields;

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::vector<flow::RawValue>& values_;
  std::string& arena_;
  std::size_t width_;
  std::vector<std::size_t> columns_, offsets_;
};

}  // namespace

PeopleBlock::PeopleBlock(flow::Store& store, const flow::Plan& plan,
                         std::span<const flow::PersonId> ids) {
  Collector collector(plan, ids.size(), values_, arena_);
  arena_.reserve(ids.size() * plan.outgoing.size() * 16);
  store.read_people(ids, collector.fields, collector);
  collector.settle_texts();
  const auto width = plan.outgoing.size();
  for (std::size_t f = 0; f < width; ++f) {
    if (!plan.outgoing[f].required) continue;
    for (std::size_t i = 0; i < ids.size(); ++i)
      empty_required_ += values_[i * width + f].kind == flow::RawValue::Kind::null;
  }
}

}  // namespace stepgate::runtime
