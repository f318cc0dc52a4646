// What a service found out about the people of one request, and how it comes back: the body of a
// callback only names it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "flow/plan.hpp"
#include "flow/result_builder.hpp"
#include "sim/faults.hpp"

namespace stepgate::sim {

inline constexpr flow::FieldId kCountry = 14, kScore = 22;

struct Payload {
  enum class Person : std::uint8_t { changed, same, failed, missing };
  std::int32_t number = 0;
  std::string chunk_code;  ///< not empty: the service failed as a whole
  std::vector<Person> people;

  static Payload drawn(std::int32_t number, std::size_t people, const Faults& faults,
                       Random& random);
  void fill(flow::ResultBuilder& results) const;
  /// Of the results as the host should read them.
  flow::Digest digest(const flow::Plan& plan, std::span<const flow::PersonId> members) const;
};

}  // namespace stepgate::sim
