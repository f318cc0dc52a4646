// People read for sending: values record-major, texts in one arena.
#pragma once
#include <string>
#include <vector>

#include "flow/plan.hpp"
#include "flow/store.hpp"

namespace stepgate::runtime {

/// Reads the plan's outgoing fields of these people. People that are gone come with empty values.
class PeopleBlock {
 public:
  PeopleBlock(flow::Store& store, const flow::Plan& plan, std::span<const flow::PersonId> ids);
  std::span<const flow::RawValue> values() const noexcept { return values_; }
  std::int64_t empty_required() const noexcept { return empty_required_; }
  std::size_t text_bytes() const noexcept { return arena_.size(); }

 private:
  std::vector<flow::RawValue> values_;
  std::string arena_;
  std::int64_t empty_required_ = 0;
};

}  // namespace stepgate::runtime
