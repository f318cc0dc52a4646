#include "plugin/proxies.hpp"

#include "plugin/call_bridge.hpp"

namespace stepgate::plugin {
namespace {

/// `slot(self, call, request text)`, answered with JSON.
template <class Slot>
Json ask(const Component& component, const CallContext& context, const Json& request, Slot&& slot) {
  const std::string text = request.dump();
  CallBridge bridge(component.name(), context);
  bridge.run_or_throw([&] { return slot(component.self(), bridge.raw(), str(text)); });
  return bridge.answer_json();
}

}  // namespace

Json AuthProxy::inputs(const CallContext& context, const Json& request) const {
  return ask(*component_, context, request, component_->table<stepgate_auth_table>().inputs);
}
Json AuthProxy::grant(const CallContext& context, const Json& request) const {
  return ask(*component_, context, request, component_->table<stepgate_auth_table>().grant);
}
bool AuthProxy::signs() const noexcept {
  return (component_->table<stepgate_auth_table>().flags & STEPGATE_AUTH_SIGNS) != 0;
}
Json AuthProxy::sign(const CallContext& context, const Json& request, std::string_view body) const {
  const auto slot = component_->table<stepgate_auth_table>().sign;
  return ask(*component_, context, request,
             [&](void* self, const stepgate_call* call, stepgate_str text) -> stepgate_status {
               if (slot == nullptr) return STEPGATE_UNSUPPORTED;
               return slot(self, call, text, str(body));
             });
}

Json MappingProxy::propose(const CallContext& context, const Json& request) const {
  return ask(*component_, context, request, component_->table<stepgate_mapping_table>().propose);
}
Json MappingProxy::validate(const CallContext& context, const Json& request) const {
  return ask(*component_, context, request, component_->table<stepgate_mapping_table>().validate);
}

}  // namespace stepgate::plugin
