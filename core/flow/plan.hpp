// A service as the engine sees it: one immutable version of its mapping and limits. A chunk in
// flight keeps its version.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "flow/field.hpp"

namespace stepgate::flow {

struct OutField {
  std::string key;    ///< wire key
  FieldId field = 0;  ///< 0: declared but unmapped or switched off; always sent empty
  DataType type = DataType::string;
  bool required = false;  ///< an empty value is counted and warned of in the run's report
};
struct InField {
  std::string key;  ///< wire key
  FieldId field = 0;
  DataType type = DataType::string;
};
struct ActivityAttribute {
  std::string name;
  DataType type = DataType::string;
};

/// Bounds and manners of one service (docs/protocol.md section 2). Times in ms.
struct Limits {
  std::int32_t chunk_people = 1000;
  std::int64_t chunk_bytes = 1'000'000;
  Ms deadline =
      60 * 60 * 1000;  ///< callback deadline, counted from the durable mark of the newest attempt
  Ms submit_timeout = 60 * 1000;
  std::int32_t max_attempts = 6;
  Ms retry_budget = 15 * 60 * 1000;
  std::int32_t concurrency = 8;        ///< submits at a time
  std::int32_t chunks_in_flight = 64;  ///< sent and not yet closed
  std::int64_t window_requests = 0;    ///< begun within any `window`; 0: as many as there are
  std::int64_t window_people = 0;      ///< in those; 0: as many as there are
  Ms window = 60 * 1000;
  std::int32_t breaker_failures = 10;  ///< in a row, until the service is left alone; 0: never
  bool idempotent = false;             ///< what is ambiguous is sent again
  bool write_on_failure = true;  ///< with success=false the entry's field writes are still applied
};

struct Plan {
  ServiceId service = 0;
  std::int32_t version = 0;
  std::string service_name;
  std::vector<OutField> outgoing;
  std::vector<InField> incoming;
  std::vector<ActivityAttribute> attributes;  ///< declared by callbackPayloadDef
  std::string primary_attribute;              ///< a flow attribute: the asset shown of the activity
  Limits limits;
};
using PlanRef = std::shared_ptr<const Plan>;

}  // namespace stepgate::flow
