// The way out for one call of a plugin: the host's client with the service's grant, a masked trace,
// and how far it came.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "catalog/grants.hpp"
#include "catalog/masker.hpp"
#include "http/client.hpp"
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
};

/// Used on the calling thread, for one call.
class ServiceDoor : public plugin::HttpDoor {
 public:
  ServiceDoor(http::Client& client, Clock& clock, DoorOptions options);

  plugin::HttpReply perform(const plugin::HttpAsk& ask, const plugin::CallContext& call) override;

  Masker& masker() noexcept { return masker_; }
  bool renewable() const noexcept { return grant_ && grant_->renewable; }
  Ms grant_made_at() const noexcept { return grant_ ? grant_->made_at : 0; }
  std::vector<runtime::TraceText> take_trace() { return std::move(trace_); }

 private:
  GrantRef grant();
  void authorize(http::Request& request, const plugin::HttpAsk& ask);
  plugin::HttpReply send(const plugin::HttpAsk& ask, const plugin::CallContext& call);
  void note(const http::Request& request, const http::Outcome& outcome);

  http::Client& client_;
  Clock& clock_;
  DoorOptions options_;
  Masker masker_;
  GrantRef grant_;
  std::vector<runtime::TraceText> trace_;
};

}  // namespace stepgate::catalog
