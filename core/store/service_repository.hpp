// Installed services, the immutable versions of their plans, and their picklists.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "flow/ids.hpp"

namespace stepgate::store {

struct Core;

struct ServiceRow {
  flow::ServiceId id = 0;
  std::int64_t revision = 0;     ///< grows with every change; the guard of update()
  std::string name;              ///< unique without case among the services that are not removed
  std::string state = "draft";   ///< draft | active | retired
  std::string kind = "openapi";  ///< openapi | plugin
  std::string url;               ///< of the document, or plugin:ID
  std::string sealed_api_key;    ///< apiCallBackKey, sealed by the caller; bound: api_key_identity
  Json discovery;                ///< what the adapter described
  Json definition;               ///< the service definition
  Json mapping;                  ///< both directions, as far as completed
  Json configuration;            ///< globals, headers, limits, switches
  std::int64_t credential = 0;   ///< 0: none
  std::string auth, mapping_strategy, provider;  ///< component ids wished for; "": by what serves
  std::string paused_reason;                     ///< "": not paused
  Ms paused_at = 0;
  std::int32_t plan_version = 0;  ///< 0: no plan yet
  Ms created_at = 0, updated_at = 0;
};

struct PicklistRow {
  flow::ServiceId service = 0;
  std::string attribute;
  std::string type;   ///< flow | global | header
  Json choices;       ///< the last good list; null when there was none yet
  Ms fetched_at = 0;  ///< of that list
  std::string error;  ///< of the last try; "": it went well
  Ms tried_at = 0;
};

class ServiceRepository {
 public:
  explicit ServiceRepository(Core& core);

  /// The string that binds the sealed api key to its row.
  static std::string api_key_identity(flow::ServiceId id);

  /// id, revision, plan_version and times are given by the store. Throws NAME_TAKEN (conflict).
  ServiceRow create(const ServiceRow& row);
  std::vector<ServiceRow> list();
  std::optional<ServiceRow> find(flow::ServiceId id);
  std::optional<ServiceRow> find(std::string_view name);  ///< without case
  ServiceRow get(flow::ServiceId id);                     ///< throws NOT_FOUND
  /// Everything but id, plan_version, paused_* and times, when the row still has row.revision:
  /// else CHANGED_MEANWHILE (conflict). NAME_TAKEN, NOT_FOUND. Gives the row as it is now.
  ServiceRow update(const ServiceRow& row);
  /// Not guarded by the revision (but it grows).
  void set_state(flow::ServiceId id, std::string_view state);
  void set_paused(flow::ServiceId id, std::string_view reason);  ///< "": goes on
  /// The name is free again. SERVICE_IN_USE (conflict) while a campaign or an open run has it.
  void remove(flow::ServiceId id);

  /// A new immutable version; it becomes the row's plan_version in the same transaction.
  std::int32_t add_plan(flow::ServiceId id, const Json& plan);
  std::optional<Json> plan(flow::ServiceId id, std::int32_t version);

  void put_picklist(flow::ServiceId id, std::string_view type, std::string_view attribute,
                    const Json& choices);
  /// Keeps the last good list.
  void put_picklist_error(flow::ServiceId id, std::string_view type, std::string_view attribute,
                          std::string_view error);
  std::vector<PicklistRow> picklists(flow::ServiceId id);
  std::optional<PicklistRow> picklist(flow::ServiceId id, std::string_view type,
                                      std::string_view attribute);

 private:
  Core& core_;
};

}  // namespace stepgate::store
