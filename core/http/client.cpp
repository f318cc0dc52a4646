#include "http/client.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/detail/dial.hpp"
#include "http/detail/exchange.hpp"
#include "http/detail/idle_pool.hpp"
#include "http/url.hpp"

namespace stepgate::http {

using detail::CallFailed;
using detail::IoError;
using detail::Millis;
using detail::Patience;
using detail::Steady;
using detail::TimePoint;

namespace {

constexpr int kMaxRedirects = 5;

bool is_safe(const std::string& method) { return method == "GET" || method == "HEAD"; }

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_sensitive(const Request& request, std::string_view name) {
  for (std::string_view own : {"Authorization", "Proxy-Authorization", "Cookie", "X-Api-Key"})
    if (iequals(name, own)) return true;
  return std::any_of(request.sensitive_headers.begin(), request.sensitive_headers.end(),
                     [&](const std::string& other) { return iequals(name, other); });
}

/// Where the answer points. Throws CallFailed (redirect).
Url next_hop(const Url& from, const Response& response) {
  std::string why;
  const auto location = response.header("Location");
  const auto to = resolve(from, location, &why);
  if (location.empty() || !to)
    throw CallFailed(FailureKind::redirect,
                     from.str() + " answers " + std::to_string(response.status) +
                         " without a usable Location" + (why.empty() ? "" : ": " + why));
  if (from.secure() && !to->secure())
    throw CallFailed(FailureKind::redirect,
                     from.str() + " redirects from https to http: " + to->str());
  return *to;
}

/// One call: its bounds, and what its hops share.
struct Call {
  const Request& request;
  const TimePoint start = Steady::now();
  Patience connect{}, transfer{};
  Outcome outcome{};

  explicit Call(const Request& r) : request(r) {
    transfer.until = start + Millis(std::max<Ms>(r.timeouts.total, 0));
    transfer.stall = Millis(std::max<Ms>(r.timeouts.read, 1));
    transfer.cancelled = &r.cancelled;
    connect = transfer;
    connect.stall = Millis(std::max<Ms>(r.timeouts.connect, 1));
  }
};

}  // namespace

struct Client::Impl {
  explicit Impl(ClientOptions o)
      : options(std::move(o)),
        dialer(options.egress),
        pool(options.max_idle_per_origin, options.max_idle) {}

  void follow(Call& call);
  void hop(Call& call, const Request& request, const Url& url);
  bool attempt(Call& call, const Request& request, const Url& url, bool fresh);

  const ClientOptions options;
  detail::Dialer dialer;
  detail::IdlePool pool;
};

/// True when it is settled; false when a connection from the pool was dead and the call may be made
/// again.
bool Client::Impl::attempt(Call& call, const Request& request, const Url& url, bool fresh) {
  detail::TlsIdentity identity;
  if (url.secure())
    identity = {request.ca_pem_file.empty() ? options.ca_pem_file : request.ca_pem_file,
                request.cert_pem_file, request.key_pem_file, request.tls};
  const std::string key = url.secure() ? url.origin() + " " + identity.key() : url.origin();
  const auto head = detail::request_head(request, url, options.user_agent);
  auto stream = fresh ? nullptr : pool.take(key);
  call.outcome.reused = stream != nullptr;
  if (!stream) stream = dialer.dial(url, identity, call.connect);
  detail::Exchange exchange(*stream, request, call.transfer, call.outcome);
  try {
    exchange.run(head, call.start);
  } catch (const IoError& e) {
    const bool again = call.outcome.reused && e.reason() == IoError::What::broken &&
                       !exchange.answered() && (!call.outcome.body_left || is_safe(request.method));
    if (again) return false;
    throw CallFailed(kind_of(e, FailureKind::broken), url.origin() + ": " + e.what());
  } catch (const CallFailed& e) {
    throw CallFailed(e.kind(), url.origin() + ": " + e.what());
  }
  if (exchange.reusable()) pool.give(key, std::move(stream));
  return true;
}

void Client::Impl::hop(Call& call, const Request& request, const Url& url) {
  call.outcome = Outcome{};
  if (!attempt(call, request, url, request.fresh_connection)) {
    call.outcome = Outcome{};
    attempt(call, request, url, true);
  }
  call.outcome.response.url = url.str();
}

void Client::Impl::follow(Call& call) {
  std::string why;
  auto url = Url::parse(call.request.url, &why);
  if (!url) throw CallFailed(FailureKind::bad_url, "\"" + call.request.url + "\": " + why);
  hop(call, call.request, *url);
  if (!call.request.follow_redirects || !is_safe(call.request.method)) return;
  Request onward = call.request;
  std::erase_if(onward.headers,
                [&](const auto& field) { return is_sensitive(call.request, field.first); });
  onward.cert_pem_file.clear();  // a client certificate is a credential, too
  onward.key_pem_file.clear();
  onward.tls = without_client(onward.tls);
  for (int hops = 0; is_redirect(call.outcome.response.status); ++hops) {
    if (hops == kMaxRedirects)
      throw CallFailed(FailureKind::redirect, call.request.url + ": more than " +
                                                  std::to_string(kMaxRedirects) + " redirects");
    url = next_hop(*url, call.outcome.response);
    hop(call, onward, *url);
  }
}

Client::Client(ClientOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Client::~Client() = default;

Outcome Client::send(const Request& request) {
  Call call(request);
  try {
    impl_->follow(call);
  } catch (const CallFailed& e) {
    call.outcome.failure = Failure{e.kind(), e.what()};
  } catch (const IoError& e) {
    call.outcome.failure = Failure{kind_of(e, FailureKind::broken), e.what()};
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& e) {
    call.outcome.failure = Failure{FailureKind::broken, e.what()};
  }
  call.outcome.response.total_ms = detail::elapsed_ms(call.start);
  return std::move(call.outcome);
}

void Client::close_idle() { impl_->pool.clear(); }
std::size_t Client::idle_connections() const { return impl_->pool.size(); }

std::string_view failure_name(FailureKind kind) noexcept {
  switch (kind) {
    case FailureKind::resolve:
      return "resolve";
    case FailureKind::connect:
      return "connect";
    case FailureKind::tls:
      return "tls";
    case FailureKind::timeout:
      return "timeout";
    case FailureKind::broken:
      return "broken";
    case FailureKind::too_large:
      return "too_large";
    case FailureKind::refused_by_policy:
      return "refused_by_policy";
    case FailureKind::bad_url:
      return "bad_url";
    case FailureKind::redirect:
      return "redirect";
    case FailureKind::cancelled:
      return "cancelled";
  }
  return "unknown";
}

}  // namespace stepgate::http
