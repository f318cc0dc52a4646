// What the history says of every chunk of a run alike. Kept in memory, since every chunk that
// closes needs it.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "flow/ids.hpp"

namespace stepgate::store {

namespace sql {
class Connection;
}

struct RunFact {
  std::string parameters;         ///< JSON object: flow attribute values as sent
  std::string source;             ///< "{Service Name} ({Id})" (docs/protocol.md section 4)
  std::string reason;             ///< "Smart Campaign: {Id}, Step Seq ID: {Id}"
  std::string primary_attribute;  ///< of the service's definition
};

/// Thread safe. A service that gets another name keeps its old one here until the next start.
class RunFacts {
 public:
  std::shared_ptr<const RunFact> get(sql::Connection& connection, flow::RunId run,
                                     std::int32_t step, flow::ServiceId service);

 private:
  static constexpr std::size_t kMost = 256;
  std::mutex mutex_;  // guards facts_
  std::map<std::pair<flow::RunId, flow::ServiceId>, std::shared_ptr<const RunFact>> facts_;
};

}  // namespace stepgate::store
