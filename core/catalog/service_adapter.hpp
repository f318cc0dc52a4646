// One service at one plan version, as the runtime sees it: its adapter's session, the structs that
// cross the ABI, its grant.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "catalog/grants.hpp"
#include "catalog/results_door.hpp"
#include "plugin/provider_proxy.hpp"
#include "runtime/ports.hpp"

namespace stepgate::catalog {

/// What every service is told of the host (docs/protocol.md section 2).
struct Subscription {
  std::string munchkin_id, prefix, crm_sync_status;
};

struct AdapterParts {
  flow::PlanRef plan;
  Json plan_json;
  plugin::SessionRef session;
  std::string callback_key;  ///< apiCallBackKey in clear
  GrantKey grant;
  Grants* grants = nullptr;
  http::Client* client = nullptr;
  Clock* clock = nullptr;
  Subscription subscription;
};

/// Thread safe: immutable.
class ServiceAdapter : public runtime::Adapter {
 public:
  explicit ServiceAdapter(AdapterParts parts);

  runtime::SubmitOutcome submit(const runtime::Submission& submission,
                                flow::ResultBuilder& results) override;
  std::optional<std::string> on_callback(std::span<const flow::PersonId> ids,
                                         runtime::CallbackRequest& request,
                                         flow::ResultBuilder& results) override;
  bool find_token(const runtime::CallbackRequest& request,
                  const std::function<bool(std::string_view)>& good) override;
  std::string make_token(std::string_view random) override;
  std::string answer(runtime::CallbackAnswer answer, std::string_view request_id,
                     std::string_view message) override;
  std::string callback_trace(const runtime::CallbackRequest& request) override;
  std::optional<std::string> probe(const std::function<bool()>& cancelled) override;

  /// A chunk without values: for callbacks and native completions.
  stepgate_chunk chunk(std::span<const flow::PersonId> ids) const;

 private:
  plugin::CallContext context(Ms deadline) const;
  std::string chunk_context(const runtime::Submission& submission) const;
  AdapterParts parts_;
  std::vector<stepgate_field> out_fields_, in_fields_;
  std::vector<stepgate_str> attributes_;
  std::string headers_, subscription_, admin_, token_request_, subject_;
};

/// How complete/1 names a chunk and attempt.
plugin::Handle handle_of(const flow::ChunkKey& key, std::uint16_t attempt) noexcept;
std::pair<flow::ChunkKey, std::uint16_t> key_of(plugin::Handle handle) noexcept;

}  // namespace stepgate::catalog
