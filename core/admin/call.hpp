// One request on its way through a handler: its ids, parameters and body, checked, and the answer.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/admin_api.hpp"
#include "admin/route.hpp"
#include "base/json.hpp"
#include "flow/ids.hpp"

namespace stepgate::admin {

class Call {
 public:
  Call(const AdminParts& parts_in, const Route& route_in, std::vector<std::string_view> ids,
       http::ServerRequest& request_in, http::ServerResponse& response_in, Ms uptime_in)
      : parts(parts_in),
        route(route_in),
        request(request_in),
        response(response_in),
        uptime(uptime_in),
        ids_(std::move(ids)) {}

  const AdminParts& parts;
  const Route& route;
  http::ServerRequest& request;
  http::ServerResponse& response;
  const Ms uptime;

  std::string_view id(std::size_t index = 0) const { return ids_.at(index); }
  /// An id that is a number above 0. Throws Error (not_found, NOT_FOUND): `what` is the subject.
  std::int64_t number_id(std::string_view what, std::size_t index = 0) const;
  flow::ServiceId service() const;
  flow::CampaignId campaign() const;

  /// Refuses parameters that the route does not know: a misspelt filter must not mean "everything".
  void check_query() const;
  std::string_view query(std::string_view name) const;  ///< empty when it is not there
  bool flag(std::string_view name) const;               ///< true, false; absent: false
  std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most,
                       std::int64_t otherwise) const;
  std::size_t limit() const { return static_cast<std::size_t>(integer("limit", 1, 1000, 50)); }
  /// A time or a day (its first instant, UTC); 0 when it is not there.
  Ms time(std::string_view name) const;
  /// One of the words, the first of them when it is not there.
  std::string word(std::string_view name, const std::vector<std::string>& words) const;

  /// The JSON object that came, its members checked by the route's schema: known ones only, of the
  /// right type. Throws: 415 MEDIA_TYPE, BODY_MISSING, BODY_NOT_OBJECT, BODY_MEMBER_UNKNOWN,
  /// BODY_MEMBER_INVALID, and those of ServerRequest::body() and Json::parse().
  Json body() const;
  /// The same, or an empty object when none came.
  Json optional_body() const;

  /// The answer, with the route's status.
  void answer(const Json& json) const;
  void answer_empty() const;  ///< 204
  /// A list that is always whole: `limit` and `after` (a position) cut out a page of it.
  void answer_list(Json list) const;

 private:
  [[noreturn]] static void bad_query(std::string_view name, std::string_view value,
                                     const std::string& remedy);
  std::vector<std::string_view> ids_;
};

/// The names in a list by spaces.
std::vector<std::string> words_of(std::string_view list);
Json time_or_null(Ms at);

}  // namespace stepgate::admin
