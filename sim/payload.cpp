#include "sim/payload.hpp"

namespace stepgate::sim {

Payload Payload::drawn(std::int32_t number, std::size_t people, const Faults& faults,
                       Random& random) {
  Payload payload;
  payload.number = number;
  if (random.chance(faults.chunk_error)) payload.chunk_code = "SERVICE_DOWN";
  for (std::size_t i = 0; i < people; ++i) {
    Person person = random.one_in(5) ? Person::same : Person::changed;
    if (random.chance(faults.failing)) person = Person::failed;
    if (random.chance(faults.missing)) person = Person::missing;
    payload.people.push_back(person);
  }
  return payload;
}

void Payload::fill(flow::ResultBuilder& results) const {
  if (!chunk_code.empty()) return results.fail_chunk(chunk_code, "the service is not well");
  const std::string country = "country " + std::to_string(number);
  for (std::uint32_t i = 0; i < people.size(); ++i) {
    if (people[i] == Person::missing) continue;
    if (people[i] == Person::changed) {
      // A score that is added would show at once that results were applied twice.
      results.set(i, 0, {flow::RawValue::Kind::string, 0, 0, country});
      results.set(i, 1, {flow::RawValue::Kind::string, 0, 0, "+1"});
    }
    const bool good = people[i] != Person::failed;
    results.finish(i, good, good ? "" : "NOT_FOUND", good ? "" : "nobody has this address");
  }
}

flow::Digest Payload::digest(const flow::Plan& plan,
                             std::span<const flow::PersonId> members) const {
  flow::ResultBuilder results(plan, members);
  fill(results);
  return results.build()->digest;
}

}  // namespace stepgate::sim
