// Everything the engine can see of a store, in a form that both implementations fill and one
// function writes down: equal stores give equal texts.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "flow/store.hpp"

namespace stepgate::store {

struct Snapshot {
  struct Run {
    flow::RunRow row;
    flow::Ms ended_at = 0;
  };
  struct Chunk {
    flow::ChunkRow row;
    flow::Ms born_at = 0;
    std::vector<flow::PersonId> members;
    // Closed ones:
    std::string code, message;
    std::int64_t changed = 0, unchanged = 0, failed = 0, field_writes = 0;
    flow::Ms closed_at = 0;
  };
  struct Step {
    flow::RunId run = 0;
    std::int32_t step = 0;
    flow::StepCounts counts;
  };
  struct Failure {
    flow::RunId run = 0;
    std::int32_t step = 0;
    std::string code;
    std::int64_t people = 0;
    std::string message;
  };
  struct Statistic {
    flow::ServiceId service = 0;
    flow::Ms hour = 0;
    int level = 0;
    std::string code;
    std::int64_t n = 0;
    flow::Ms last_at = 0;
    std::string message;
  };
  struct Log {
    flow::Ms at = 0;
    flow::ServiceLog entry;
  };
  struct Late {
    flow::ChunkKey key;
    flow::Digest digest{};
    flow::Ms at = 0;
    std::string results;  ///< late_results_json
  };
  struct Trace {
    flow::ChunkKey key;
    flow::TraceWrite write;
    flow::Ms at = 0;
  };
  struct Person {
    flow::PersonId id = 0;
    flow::Ms updated_at = 0;
    std::vector<std::pair<flow::FieldId, std::string>> values;  ///< not empty ones, as text
  };

  flow::Ms last_time = 0;
  std::vector<Run> runs;              // by id
  std::vector<flow::Cursor> cursors;  // by run, bucket
  std::vector<Step> steps;            // by run, step
  std::vector<Failure> failures;      // by run, step, code
  std::vector<Chunk> chunks;          // by key, open and closed
  std::vector<Statistic> statistics;  // by service, hour, level, code
  std::vector<Log> log;               // in the order written
  std::vector<Late> late;             // by key, digest
  std::vector<Trace> traces;          // in the order written
  std::vector<Person> people;         // by id
};

std::string to_text(const Snapshot& snapshot);

}  // namespace stepgate::store
