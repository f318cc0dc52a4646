// Activities of people as the API shows them.
#pragma once
#include <map>

#include "base/json.hpp"
#include "store/activity/activity.hpp"

namespace stepgate::store {
class Database;
}

namespace stepgate::admin {

/// {id, name} of services, each looked up once. For one request.
class ServiceNames {
 public:
  explicit ServiceNames(store::Database& database) : database_(database) {}
  /// null for service 0; the name is null when the service was removed.
  const Json& of(flow::ServiceId service);

 private:
  store::Database& database_;
  std::map<flow::ServiceId, Json> known_;
};

class ActivityViews {
 public:
  explicit ActivityViews(store::Database& database) : names_(database) {}
  Json view(const store::activity::Activity& activity);

 private:
  ServiceNames names_;
};

}  // namespace stepgate::admin
