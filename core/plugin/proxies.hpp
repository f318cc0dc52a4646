// The host's side of calls to auth and mapping strategies: JSON in, JSON out, refusals as
// PluginCallError. Any thread. A proxy holds its component: it stays loaded for as long as the
// proxy lives.
#pragma once
#include <string_view>
#include <utility>

#include "base/json.hpp"
#include "plugin/component.hpp"
#include "plugin/plugin_error.hpp"
#include "plugin/services.hpp"

namespace stepgate::plugin {

/// sdk/ABI.md gives the JSON of each slot.
class AuthProxy {
 public:
  explicit AuthProxy(ComponentRef component) : component_(std::move(component)) {}
  const ComponentInfo& info() const noexcept { return component_->info(); }

  Json inputs(const CallContext& context, const Json& request) const;
  Json grant(const CallContext& context, const Json& request) const;
  /// Whether sign is to be called for every request.
  bool signs() const noexcept;
  Json sign(const CallContext& context, const Json& request, std::string_view body) const;

 private:
  ComponentRef component_;
};

class MappingProxy {
 public:
  explicit MappingProxy(ComponentRef component) : component_(std::move(component)) {}
  const ComponentInfo& info() const noexcept { return component_->info(); }

  Json propose(const CallContext& context, const Json& request) const;
  Json validate(const CallContext& context, const Json& request) const;

 private:
  ComponentRef component_;
};

}  // namespace stepgate::plugin
