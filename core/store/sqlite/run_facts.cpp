#include "store/sqlite/run_facts.hpp"

#include "base/json.hpp"
#include "store/sql/connection.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store {
namespace {

void load_run(sql::Connection& connection, flow::RunId run, std::int32_t step, RunFact& fact) {
  sql::Statement& select =
      connection.statements().get("SELECT campaign, parameters FROM run WHERE id = ?1");
  sql::Reset reset(select);
  if (!select.bind(1, run).step()) return;
  fact.parameters = select.text(1);
  fact.reason = "Smart Campaign: " + std::to_string(select.integer(0)) +
                ", Step Seq ID: " + std::to_string(step);
}

void load_service(sql::Connection& connection, flow::ServiceId service, RunFact& fact) {
  sql::Statement& select =
      connection.statements().get("SELECT name, definition FROM service WHERE id = ?1");
  sql::Reset reset(select);
  const bool found = select.bind(1, service).step();
  fact.source =
      std::string(found ? select.text(0) : "Service") + " (" + std::to_string(service) + ")";
  if (found) {
    fact.primary_attribute = Json::parse(select.text(1))["primaryAttribute"].string_or("");
  }
}

}  // namespace

std::shared_ptr<const RunFact> RunFacts::get(sql::Connection& connection, flow::RunId run,
                                             std::int32_t step, flow::ServiceId service) {
  std::lock_guard lock(mutex_);
  const auto key = std::make_pair(run, service);
  if (const auto it = facts_.find(key); it != facts_.end()) return it->second;
  auto fact = std::make_shared<RunFact>();
  load_run(connection, run, step, *fact);
  load_service(connection, service, *fact);
  if (facts_.size() >= kMost) facts_.clear();
  facts_.emplace(key, fact);
  return fact;
}

}  // namespace stepgate::store
