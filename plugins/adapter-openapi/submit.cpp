#include "submit.hpp"

#include <stepgate/error.hpp>

#include "base/scalar_text.hpp"
#include "errors.hpp"
#include "exchange.hpp"
#include "openapi/paths.hpp"
#include "protocol/header_rules.hpp"
#include "protocol/submit_payload.hpp"

namespace stepgate::adapter_openapi {
namespace {

constexpr std::int64_t kEarlyMs = 5'000;  ///< a 503 that soon after the body: nothing has begun

void add_header(const Service& service, const std::string& name, const std::string& value,
                sdk::HttpRequest& request) {
  std::string fault = protocol::header_name_fault(name, service.credential_header);
  if (fault.empty()) fault = protocol::header_value_fault(value);
  if (!fault.empty()) {
    throw sdk::invalid("HEADER_INVALID",
                       "the header parameter " + name + " can't be sent: " + fault);
  }
  request.headers.emplace_back(name, value);
}

void add_header_parameters(const Service& service, std::string_view parameters,
                           sdk::HttpRequest& request) {
  if (parameters.empty() || parameters == "{}") return;
  const Json given = refusing(STEPGATE_INVALID,
                              [&] { return Json::parse(parameters, {}, "the header parameters"); });
  for (const auto& [name, value] : given.members()) {
    if (!value.is_null()) add_header(service, name, scalar_text(value, SIZE_MAX), request);
  }
}

std::string body_of(const Service& service, const sdk::Chunk& chunk) {
  constexpr std::size_t kEnvelope = 4096, kPerPerson = 96, kPerField = 32;
  const std::size_t person = kPerPerson + chunk.parameters().size() + kPerField * chunk.out_count();
  JsonWriter out(kEnvelope + chunk.size() * person);
  protocol::SubmitOptions options;
  options.headers_in_context = service.headers_in_context;
  refusing(STEPGATE_INVALID, [&] {
    protocol::write_submit(chunk.raw(), options, out);
    return 0;
  });
  return out.take();
}

bool nothing_has_happened(const sdk::HttpResponse& response) {
  if (response.status == 0) return response.outcome == STEPGATE_HTTP_NOT_SENT;
  if (response.status == 429 || response.status == 408) return true;
  const bool early = response.retry_after_ms >= 0 || response.after_body_ms <= kEarlyMs;
  return response.status == 503 && early;
}

std::string code_of(const sdk::HttpResponse& response) {
  if (response.status != 0) return "HTTP_" + std::to_string(response.status);
  switch (response.outcome) {
    case STEPGATE_HTTP_NOT_SENT:
      return "NOT_SENT";
    case STEPGATE_HTTP_TIMEOUT:
      return "ANSWER_TIMEOUT";
    case STEPGATE_HTTP_REFUSED:
      return "REQUEST_REFUSED";
    default:
      return "CONNECTION_BROKEN";
  }
}

}  // namespace

sdk::HttpRequest submit_request(const Service& service, const sdk::Chunk& chunk) {
  sdk::HttpRequest request;
  request.method = "POST";
  request.url = service.url(openapi::kSubmitPath);
  request.authorize = true;
  request.fresh = true;
  request.max_response_bytes = service.max_response_bytes;
  request.headers = {{"Content-Type", "application/json"},
                     {"Accept", "application/json, */*;q=0.5"}};
  add_header_parameters(service, chunk.headers(), request);
  request.body = body_of(service, chunk);
  return request;
}

void require_accepted(const sdk::HttpRequest& request, const sdk::HttpResponse& response) {
  if (response.status >= 200 && response.status < 300) return;
  const std::string text = describe_answer(request.url, response);
  if (response.status == 401) throw sdk::unauthorized("HTTP_401", text);
  if (nothing_has_happened(response)) {
    throw sdk::retryable(code_of(response), text, response.retry_after_ms);
  }
  throw sdk::rejected(code_of(response), text);
}

}  // namespace stepgate::adapter_openapi
