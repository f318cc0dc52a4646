#include "plugin/http_bridge.hpp"

#include <vector>

#include "base/error.hpp"
#include "plugin/call_bridge.hpp"

namespace stepgate::plugin {
namespace {

constexpr std::uint32_t kMaxHeaders = 1000;

HttpReply refused(std::string why) {
  HttpReply reply;
  reply.error = std::move(why);
  return reply;
}

HttpAsk ask_of(const stepgate_http_request& request) {
  HttpAsk ask;
  ask.method = view(request.method);
  ask.url = view(request.url);
  ask.body = view(request.body);
  for (std::uint32_t i = 0; i < request.header_count && request.headers != nullptr; ++i) {
    ask.headers.emplace_back(view(request.headers[i].name), view(request.headers[i].value));
  }
  ask.authorize = (request.flags & STEPGATE_HTTP_AUTHORIZE) != 0;
  ask.redirects = (request.flags & STEPGATE_HTTP_REDIRECTS) != 0;
  ask.fresh = (request.flags & STEPGATE_HTTP_FRESH) != 0;
  ask.timeout = request.timeout_ms;
  ask.max_bytes = request.max_response_bytes;
  return ask;
}

/// An Error of the door is the host's policy speaking; anything else is not the plugin's either,
/// but it must be told something.
HttpReply reply_to(const stepgate_call* call, const stepgate_http_request& request) {
  const CallContext& context = CallBridge::of(call).context();
  if (context.http == nullptr) return refused("this call may not use http/1");
  if (request.header_count > kMaxHeaders) return refused("too many headers");
  const HttpAsk ask = ask_of(request);
  if (ask.authorize && ask.redirects) {
    return refused(
        "AUTHORIZE and REDIRECTS exclude each other: a redirect would carry the credentials away");
  }
  try {
    return context.http->perform(ask, context);
  } catch (const Error& error) {
    return refused(error.what());
  } catch (const std::exception& error) {
    return refused(error.what());
  }
}

void answer(const HttpReply& reply, void (*done)(void*, const stepgate_http_response*),
            void* context) {
  std::vector<stepgate_header> headers;
  headers.reserve(reply.headers.size());
  for (const auto& [name, value] : reply.headers) headers.push_back({str(name), str(value)});
  stepgate_http_response response{};
  response.struct_size = sizeof response;
  response.outcome = reply.outcome;
  response.status = reply.status;
  response.header_count = static_cast<std::uint32_t>(headers.size());
  response.headers = headers.data();
  response.body = str(reply.body);
  response.after_body_ms = reply.after_body;
  response.retry_after_ms = reply.retry_after;
  response.final_url = str(reply.final_url);
  response.error = str(reply.error);
  done(context, &response);
}

/// Exactly one `done`, whatever happens on the host's side.
void perform(const stepgate_host*, const stepgate_call* call, const stepgate_http_request* request,
             void (*done)(void*, const stepgate_http_response*), void* context) {
  bool told = false;
  CallBridge::of(call).inside([&] {
    const HttpReply reply = reply_to(call, *request);
    told = true;
    try {
      answer(reply, done, context);
    } catch (...) {
      CallBridge::of(call).fault("an exception out of http/1's done");
    }
  });
  if (told) return;
  stepgate_http_response nothing{};
  nothing.struct_size = sizeof nothing;
  nothing.outcome = STEPGATE_HTTP_REFUSED;
  nothing.retry_after_ms = -1;
  nothing.error = str("the host ran out of memory");
  done(context, &nothing);
}

}  // namespace

const stepgate_http_service& http_service() noexcept {
  static constexpr stepgate_http_service kService{sizeof(stepgate_http_service), 0, &perform};
  return kService;
}

}  // namespace stepgate::plugin
