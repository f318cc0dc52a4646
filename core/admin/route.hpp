// One operation of the API: where it is, what it takes and gives, and who answers. The router and
// the OpenAPI document are both made of these.
#pragma once
#include <span>
#include <string_view>
#include <vector>

namespace stepgate::admin {

class Call;

/// A body or an answer: its media type and the schema of components/schemas that describes it.
/// Media "" : none; schema "": bytes or text.
struct Content {
  std::string_view media = {}, schema = {};
};

inline constexpr std::string_view kJson = "application/json";

struct Route {
  std::string_view method;  ///< GET also answers HEAD
  std::string_view path;    ///< "/api/v1/services/{service}"
  std::string_view id;      ///< operationId
  std::string_view summary;
  void (*handle)(Call&);
  int status = 200;  ///< of success
  Content answer = {kJson, {}};
  Content also = {};            ///< a second form of the answer
  std::string_view query = {};  ///< names of its query parameters, by spaces
  Content body = {};            ///< of the request
  bool body_optional = false;
  std::string_view refusals = {};   ///< statuses beside 401 and those of bad input, by spaces
  bool open = false;                ///< wants no token, and its handler waits for nothing
  bool upload = false;              ///< its handler reads the body in pieces
  std::size_t max_body = 1u << 20;  ///< of a JSON body
};

std::span<const Route> status_routes();
std::span<const Route> backup_routes();
std::span<const Route> field_routes();
std::span<const Route> people_routes();
std::span<const Route> erase_routes();
std::span<const Route> plugin_routes();
std::span<const Route> credential_routes();
std::span<const Route> service_routes();
std::span<const Route> service_life_routes();
std::span<const Route> onboarding_routes();
std::span<const Route> campaign_routes();
std::span<const Route> run_routes();
std::span<const Route> undo_routes();
std::span<const Route> dead_routes();
std::span<const Route> history_routes();
std::span<const Route> job_routes();

/// All of them.
const std::vector<Route>& all_routes();

}  // namespace stepgate::admin
