// The host's side of calls to provider adapters. Any thread, several at once.
#pragma once
#include <stepgate/abi.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "plugin/call_bridge.hpp"
#include "plugin/component.hpp"
#include "plugin/plugin_error.hpp"
#include "plugin/services.hpp"

namespace stepgate::plugin {

/// How a submit ended, in the adapter's words. `end.status` OK: see disposition. Anything else:
/// end.code and end.message say why; the http numbers count either way.
struct SubmitEnd {
  CallEnd end;
  std::int32_t disposition = STEPGATE_FINISHED;
  std::int32_t http_status = 0;  ///< 0: no answer, or no HTTP
  std::int32_t http_outcome = STEPGATE_HTTP_ANSWERED;
  Ms after_body = 0;
  Ms retry_after = -1;
};

/// A request that came to a callback URL.
struct CallbackView {
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  std::string_view body;
};

/// One configured service of an adapter. Closed when the last holder lets go, on that holder's
/// thread.
class ProviderSession {
 public:
  /// Calls open. Throws PluginCallError.
  ProviderSession(ComponentRef component, const CallContext& context, const Json& service);
  ~ProviderSession();
  ProviderSession(const ProviderSession&) = delete;
  ProviderSession& operator=(const ProviderSession&) = delete;
  const ComponentInfo& info() const noexcept { return component_->info(); }

  Json describe(const CallContext& context) const;
  Json status(const CallContext& context, const Json& request) const;
  Json picklist(const CallContext& context, const Json& request) const;
  Json resource(const CallContext& context, const Json& request) const;

  /// Does not throw for what the adapter says. `chunk` is filled in by the caller (struct_size
  /// included) and lives until return; results go to `sink` while the call runs.
  SubmitEnd submit(const CallContext& context, const stepgate_chunk& chunk, Handle handle,
                   ResultSink& sink) const;
  /// INVALID: unreadable, the token stays good.
  CallEnd on_callback(const CallContext& context, const stepgate_chunk& chunk,
                      const CallbackView& callback, ResultSink& sink) const;
  /// Offers candidates until `good` says true; whether it did.
  bool find_token(const CallContext& context, const CallbackView& callback,
                  const std::function<bool(std::string_view)>& good) const;
  std::string make_token(const CallContext& context, std::string_view random,
                         const Json& request) const;
  /// `answer`: STEPGATE_ANSWER_*.
  std::string answer(const CallContext& context, std::int32_t answer, std::string_view request_id,
                     std::string_view message) const;

 private:
  const stepgate_provider_table& table() const noexcept {
    return component_->table<stepgate_provider_table>();
  }
  ComponentRef component_;
  void* session_ = nullptr;
};
using SessionRef = std::shared_ptr<const ProviderSession>;

class ProviderProxy {
 public:
  explicit ProviderProxy(ComponentRef component) : component_(std::move(component)) {}
  const ComponentInfo& info() const noexcept { return component_->info(); }

  Json discover(const CallContext& context, const Json& request) const;
  SessionRef open(const CallContext& context, const Json& service) const {
    return std::make_shared<const ProviderSession>(component_, context, service);
  }
  /// For a callback whose session nobody knows.
  std::string answer(const CallContext& context, std::int32_t answer, std::string_view request_id,
                     std::string_view message) const;

 private:
  ComponentRef component_;
};

}  // namespace stepgate::plugin
