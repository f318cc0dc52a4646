// What the history gives: activities of people (docs/protocol.md section 4), how to ask for them,
// and what could not be read.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "flow/ids.hpp"
#include "store/changes.hpp"

namespace stepgate::store::activity {

enum class ActivityType : std::uint8_t { service, data_value_change };
std::string_view to_string(ActivityType type) noexcept;  ///< "service", "dataValueChange"

struct Activity {
  flow::Ms at = 0;
  flow::PersonId person = 0;
  ActivityType type = ActivityType::service;
  flow::ServiceId service = 0;  ///< 0: an import
  flow::RunId run = 0;
  std::int32_t step = 0;
  flow::ChunkId chunk = 0;
  std::string source;  ///< "{Service Name} ({Id})", "Import {file}", "Undo of run {Id}"
  std::string reason;  ///< a change: "Smart Campaign: ..."; else as the service gave it

  // Data value change. Booleans as true and false, numbers in decimal; nothing: empty.
  flow::FieldId field = 0;
  std::string field_name;  ///< API name
  std::optional<std::string> old_value, new_value;

  // Service
  Outcome outcome = Outcome::unchanged;
  bool success = true;
  std::string code;                                             ///< of a failed one
  std::vector<std::pair<std::string, std::string>> attributes;  ///< those set, by name
  std::string parameters;                        ///< JSON object: flow attributes as sent, or ""
  std::string primary_attribute, primary_value;  ///< the asset shown, or ""
  bool operator==(const Activity&) const = default;
};

/// All that is given must hold. What speaks of a change (field, old, new) gives changes only; what
/// speaks of the service's answer (attribute, parameter, outcome, code) gives services only, unless
/// both are there: then the changes that came with such an answer.
struct Filter {
  flow::PersonId person = 0;    ///< 0: everyone
  flow::ServiceId service = 0;  ///< 0: all
  flow::RunId run = 0;          ///< 0: all
  flow::Ms from = 0, to = 0;    ///< [from, to); 0: open
  std::optional<ActivityType> type;
  flow::FieldId field = 0;                          ///< 0: any
  std::optional<std::string> old_value, new_value;  ///< as in Activity; "" finds the empty
  std::string attribute, attribute_value;           ///< declared attribute; "": not asked
  std::string parameter, parameter_value;           ///< flow attribute; "": not asked
  std::optional<Outcome> outcome;
  std::string code;  ///< "": not asked

  bool asks_change() const noexcept { return field != 0 || old_value || new_value; }
  bool asks_answer() const noexcept {
    return !attribute.empty() || !parameter.empty() || outcome.has_value() || !code.empty();
  }
};

/// The place of an activity in the order newest first: where the next page goes on. Stays valid
/// when segments are compacted.
struct Position {
  flow::Ms at = 0;
  flow::ChunkId chunk = 0;
  flow::PersonId person = 0;
  std::uint32_t ordinal = 0;  ///< among what the chunk did to the person
  bool operator==(const Position&) const = default;
  /// True when this one comes after the other, newest first.
  bool behind(const Position& other) const noexcept {
    if (at != other.at) return at < other.at;
    if (chunk != other.chunk) return chunk < other.chunk;
    if (person != other.person) return person > other.person;
    return ordinal > other.ordinal;
  }
};
std::string to_string(const Position& position);  ///< a cursor for the API
std::optional<Position> parse_position(std::string_view text);

/// A segment that cannot be read. Nothing else is lost with it.
struct Damage {
  std::int64_t segment = 0;
  flow::Ms since = 0, at = 0;
  flow::PersonId first_id = 0, last_id = 0;
  std::int64_t entries = 0;
  /// Whose activities they were; empty when the ids are damaged too: then people between first_id
  /// and last_id.
  std::vector<flow::PersonId> people;
  std::string why;
};
std::string to_string(const Damage& damage);  ///< one line for a log

struct Page {
  std::vector<Activity> activities;
  std::optional<Position> next;  ///< not set: no more
  std::vector<Damage> damages;
};

/// How each person of a run's step ended.
struct Result {
  flow::PersonId person = 0;
  Outcome outcome = Outcome::unchanged;
  std::string code, reason;
  std::int32_t step = 0;
  flow::ChunkId chunk = 0;
  flow::Ms at = 0;
};
struct ResultQuery {
  flow::RunId run = 0;
  flow::ChunkId chunk = 0;  ///< 0: all
  bool failed_only = false;
  flow::ChunkId after_chunk = 0;  ///< where the page before ended
  flow::PersonId after_person = 0;
  std::size_t limit = 100;
  flow::Ms from = 0, to = 0;  ///< times of the run, when known: spares looking elsewhere; 0: open
};
struct ResultPage {
  std::vector<Result> results;  ///< by chunk, then person
  std::vector<Damage> damages;
};

struct Count {
  flow::Ms day = 0;  ///< start of the UTC day
  flow::ServiceId service = 0;
  std::string code;  ///< flow::kSuccess, or of the failed
  std::int64_t n = 0;
};
struct CountPage {
  std::vector<Count> counts;  ///< by day, service, code
  std::vector<Damage> damages;
};
struct PeoplePage {
  std::vector<flow::PersonId> people;  ///< ascending, each once
  std::vector<Damage> damages;
};

}  // namespace stepgate::store::activity
