#include "service.hpp"

#include <stepgate/error.hpp>

#include <algorithm>

#include "base/scalar_text.hpp"
#include "errors.hpp"
#include "openapi/url.hpp"

namespace stepgate::adapter_openapi {

std::string Service::url(std::string_view path) const { return openapi::join_url(base_url, path); }

Service read_service(std::string_view request) {
  const Json given =
      refusing(STEPGATE_INVALID, [&] { return Json::parse(request, {}, "the service"); });
  const Json& discovery = given["discovery"];
  const Json& security = discovery["security"];
  Service service;
  service.base_url = scalar_text(discovery["baseUrl"], 8192);
  if (!openapi::parse_url(service.base_url)) {
    throw sdk::invalid("SERVICE_INVALID",
                       "the service's discovery has no usable baseUrl; install it again");
  }
  if (security["in"].as_string() == "header")
    service.credential_header = security["parameter"].as_string();
  service.definition = given["definition"];
  service.picklist_declared = discovery["paths"]["picklist"].as_bool(true);
  service.headers_in_context = given["settings"]["headersInContext"].as_bool();
  const std::int64_t bytes = given["settings"]["maxResponseBytes"].as_int();
  service.max_response_bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(bytes, 0));
  return service;
}

}  // namespace stepgate::adapter_openapi
