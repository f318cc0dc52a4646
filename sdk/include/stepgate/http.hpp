// http/1: the host's HTTP client, with its TLS, pool, egress policy, bounds and masking. Use it
// inside a call only.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/call.hpp>
#include <stepgate/text.hpp>

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stepgate::sdk {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  Headers headers;
  std::string body;
  bool authorize = false;   ///< add the service's grant
  bool redirects = false;   ///< follow redirects; never together with authorize
  bool fresh = false;       ///< for requests that act: no connection that may be half closed
  uint32_t timeout_ms = 0;  ///< 0: up to the call's deadline
  uint64_t max_response_bytes = 0;  ///< 0: the host's bound
};

struct HttpResponse {
  int32_t outcome = STEPGATE_HTTP_NOT_SENT;
  int32_t status = 0;
  Headers headers;  ///< names in lower case
  std::string body;
  int64_t after_body_ms = 0;
  int64_t retry_after_ms = -1;
  std::string final_url;
  std::string error;  ///< in words, when not answered, or when the answer broke off

  bool answered() const noexcept { return outcome == STEPGATE_HTTP_ANSWERED; }
  /// A whole 2xx answer: one that broke off has `error` set and half a body.
  bool ok() const noexcept { return answered() && status >= 200 && status < 300 && error.empty(); }
  /// `name` in lower case; empty when absent.
  std::string_view header(std::string_view name) const noexcept {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return {};
  }
};

class Http {
 public:
  Http(const stepgate_host* host, const stepgate_http_service* service) noexcept
      : host_(host), service_(service) {}

  /// Never throws for what the network does: look at outcome and status.
  HttpResponse perform(const Call& call, const HttpRequest& request) const {
    std::vector<stepgate_header> headers;
    headers.reserve(request.headers.size());
    for (const auto& [name, value] : request.headers) headers.push_back({str(name), str(value)});
    const stepgate_http_request crossing{sizeof(stepgate_http_request),
                                         flags(request),
                                         str(request.method),
                                         str(request.url),
                                         static_cast<uint32_t>(headers.size()),
                                         request.timeout_ms,
                                         headers.data(),
                                         str(request.body),
                                         request.max_response_bytes};
    Landing landing;
    service_->perform(host_, &call.raw(), &crossing, &land, &landing);
    if (landing.error) std::rethrow_exception(landing.error);
    return std::move(landing.response);
  }
  HttpResponse get(const Call& call, std::string url) const {
    HttpRequest request;
    request.url = std::move(url);
    return perform(call, request);
  }

 private:
  struct Landing {
    HttpResponse response;
    std::exception_ptr error;
  };
  static uint32_t flags(const HttpRequest& request) noexcept {
    uint32_t flags = 0;
    if (request.authorize) flags |= STEPGATE_HTTP_AUTHORIZE;
    if (request.redirects) flags |= STEPGATE_HTTP_REDIRECTS;
    if (request.fresh) flags |= STEPGATE_HTTP_FRESH;
    return flags;
  }
  /// Called by the host: what is thrown in here waits until the host is off the stack.
  static void land(void* context, const stepgate_http_response* from) noexcept {
    auto& landing = *static_cast<Landing*>(context);
    try {
      HttpResponse& to = landing.response;
      to.outcome = from->outcome;
      to.status = from->status;
      to.headers.reserve(from->header_count);
      for (uint32_t i = 0; i < from->header_count; ++i) {
        to.headers.emplace_back(view(from->headers[i].name), view(from->headers[i].value));
      }
      to.body = view(from->body);
      to.after_body_ms = from->after_body_ms;
      to.retry_after_ms = from->retry_after_ms;
      to.final_url = view(from->final_url);
      to.error = view(from->error);
    } catch (...) {
      landing.error = std::current_exception();
    }
  }

  const stepgate_host* host_;
  const stepgate_http_service* service_;
};

}  // namespace stepgate::sdk
