// The way out for one call of a plugin: the host's client with the service's grant, a masked trace,
// and how far it came.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalog/grants.hpp"
#include "catalog/masker.hpp"
#include "http/client.hpp"
#include "plugin/plugin_error.hpp"
#include "plugin/services.hpp"
#include "runtime/ports.hpp"

namespace stepgate::catalog {

struct DoorOptions {
  Grants* grants = nullptr;
  GrantKey key;            ///< whose grant `authorize` adds
  GrantRef given;          ///< not null: this one, instead of asking grants (a check before saving)
  bool anonymous = false;  ///< `authorize` adds nothing (is /status worth anything?)
  bool trace = true;       ///< false: only what went wrong is noted
  bool retry_refused =
      true;  ///< a 401 is answered by one new grant and one more try; not for submits
  bool token_exchange = false;  ///< what is answered holds tokens: they are masked, too
};

/// Told of every call that has gone out, on the thread of the call; `mask` takes out what the call
/// knows to be secret. Set before threads start (`stepgate check`); empty: nobody is told.
using WireSink = std::function<void(const http::Request&, const http::Outcome&,
                                    const std::function<std::string(std::string_view)>& mask)>;
void set_wire_sink(WireSink sink);

/// Used on the calling thread, for one call.
class ServiceDoor : public plugin::HttpDoor {
 public:
  ServiceDoor(http::Client& client, Clock& clock, DoorOptions options);

  plugin::HttpReply perform(const plugin::HttpAsk& ask, const plugin::CallContext& call) override;

  Masker& masker() noexcept { return masker_; }
  bool renewable() const noexcept { return grant_ && grant_->renewable; }
  Ms grant_made_at() const noexcept { return grant_ ? grant_->made_at : 0; }
  /// Why nothing was sent: there was no grant.
  const std::optional<GrantRefused>& grant_failure() const noexcept { return grant_failure_; }
  /// Throws it, if there is one: it tells more than the adapter, which only saw that nothing left.
  void rethrow_grant_failure() const;
  int last_status() const noexcept { return last_status_; }  ///< HTTP; 0: no answer
  /// The last WWW-Authenticate that came.
  const std::string& challenge() const noexcept { return challenge_; }
  std::vector<runtime::TraceText> take_trace() { return std::move(trace_); }

 private:
  GrantRef grant();
  void authorize(http::Request& request, const plugin::HttpAsk& ask);
  plugin::HttpReply authorized(const plugin::HttpAsk& ask, const plugin::CallContext& call);
  plugin::HttpReply send(const plugin::HttpAsk& ask, const plugin::CallContext& call);
  void note(const http::Request& request, const http::Outcome& outcome, Ms begun);
  void learn_secrets(const http::Request& request);
  void learn_tokens(const std::string& body);

  http::Client& client_;
  Clock& clock_;
  DoorOptions options_;
  Masker masker_;
  GrantRef grant_;
  std::optional<GrantRefused> grant_failure_;
  int last_status_ = 0;
  std::string challenge_;
  std::vector<runtime::TraceText> trace_;
};

/// `ask()` over this door; that there was no grant is said in its own words, and what a service
/// repeats of its credentials is masked.
template <class Ask>
auto explained(ServiceDoor& door, Ask&& ask) {
  try {
    return ask();
  } catch (const plugin::PluginCallError& e) {
    door.rethrow_grant_failure();
    throw plugin::PluginCallError(e.status(), e.code(), e.subject(), door.masker().mask(e.fact()),
                                  e.retry_after(), e.remedy());
  } catch (const Error&) {
    door.rethrow_grant_failure();
    throw;
  }
}

}  // namespace stepgate::catalog
