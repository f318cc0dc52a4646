// What the tables of all three kinds share: making and ending an instance, and a call whose answer
// is text.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/call.hpp>
#include <stepgate/detail/guard.hpp>
#include <stepgate/host.hpp>
#include <stepgate/text.hpp>

#include <string>
#include <string_view>
#include <type_traits>

namespace stepgate::sdk::detail {

template <class T>
T* make(const stepgate_host* host) {
  if constexpr (std::is_constructible_v<T, const Host&>) {
    return new T(Host(host));
  } else {
    return new T();
  }
}

template <class T>
stepgate_status create(const stepgate_host* host, const stepgate_call* call, void** self) {
  return guarded(call, [&] { *self = make<T>(host); });
}

template <class T>
void destroy(void* self) {
  delete static_cast<T*>(self);
}

/// Emits what `body(call)` returns.
template <class Body>
stepgate_status answered(const stepgate_call* call, Body&& body) noexcept {
  return guarded(call, [&] {
    const Call typed(*call);
    const std::string answer = body(typed);
    typed.emit(answer);
  });
}

constexpr stepgate_component component(uint32_t kind, std::string_view id, std::string_view version,
                                       std::string_view display_name, std::string_view serves,
                                       std::string_view settings_schema,
                                       const void* table) noexcept {
  return stepgate_component{
      sizeof(stepgate_component), kind,        str(id), str(version), str(display_name),
      str(settings_schema),       str(serves), table};
}

}  // namespace stepgate::sdk::detail
