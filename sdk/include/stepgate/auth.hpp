// Authentication strategies: credentials in, a grant out, which the host caches, shares and renews.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/detail/component.hpp>

#include <string>
#include <string_view>

namespace stepgate::sdk {

/// Derive, and export with auth<T>(...). Functions run on any thread, several at once. Requests and
/// answers are JSON text (ABI.md, auth.*).
class AuthStrategy {
 public:
  virtual ~AuthStrategy() = default;
  /// What an admin is asked for.
  virtual std::string inputs(const Call& call, std::string_view request) = 0;
  virtual std::string grant(const Call& call, std::string_view request) = 0;
  /// Only for strategies exported with auth_signing<T>(...): called for every request, with its
  /// body.
  virtual std::string sign(const Call&, std::string_view /*request*/, std::string_view /*body*/) {
    throw unsupported("SIGN_UNSUPPORTED", "this strategy does not sign requests");
  }
};

namespace detail {

template <class T, uint32_t kFlags>
struct AuthShell {
  static AuthStrategy& of(void* self) noexcept { return *static_cast<T*>(self); }
  static stepgate_status inputs(void* self, const stepgate_call* call, stepgate_str request) {
    return answered(call, [&](const Call& c) { return of(self).inputs(c, view(request)); });
  }
  static stepgate_status grant(void* self, const stepgate_call* call, stepgate_str request) {
    return answered(call, [&](const Call& c) { return of(self).grant(c, view(request)); });
  }
  static stepgate_status sign(void* self, const stepgate_call* call, stepgate_str request,
                              stepgate_str body) {
    return answered(call,
                    [&](const Call& c) { return of(self).sign(c, view(request), view(body)); });
  }
  static constexpr stepgate_auth_table kTable{
      sizeof(stepgate_auth_table), kFlags, &create<T>, &destroy<T>, &inputs, &grant, &sign};
};

}  // namespace detail

/// A component for STEPGATE_PLUGIN. T is made from a Host, or from nothing. All texts are literals.
template <class T>
constexpr stepgate_component auth(std::string_view id, std::string_view version,
                                  std::string_view display_name, std::string_view serves,
                                  std::string_view settings_schema = "{}") noexcept {
  return detail::component(STEPGATE_KIND_AUTH, id, version, display_name, serves, settings_schema,
                           &detail::AuthShell<T, 0>::kTable);
}
template <class T>
constexpr stepgate_component auth_signing(std::string_view id, std::string_view version,
                                          std::string_view display_name, std::string_view serves,
                                          std::string_view settings_schema = "{}") noexcept {
  return detail::component(STEPGATE_KIND_AUTH, id, version, display_name, serves, settings_schema,
                           &detail::AuthShell<T, STEPGATE_AUTH_SIGNS>::kTable);
}

}  // namespace stepgate::sdk
