// The C++ side of the plugin contract: derive from AuthStrategy, MappingStrategy, Provider or
// NativeProvider, and export what the file holds with STEPGATE_PLUGIN, once. Header-only C++17,
// standard library only. abi.h and ABI.md are the contract.
//
//   class Greeter : public stepgate::sdk::NativeProvider { ... };
//   STEPGATE_PLUGIN(stepgate::sdk::provider<Greeter>("greeter", "1.0.0", "Greeter",
//   "provider:greeter"))
#pragma once
#include <stepgate/abi.h>
#include <stepgate/auth.hpp>
#include <stepgate/mapping.hpp>
#include <stepgate/native.hpp>
#include <stepgate/provider.hpp>

#include <array>
#include <cstddef>

namespace stepgate::sdk::detail {

template <std::size_t kCount>
constexpr std::array<const stepgate_component*, kCount> pointers(
    const stepgate_component (&components)[kCount]) noexcept {
  std::array<const stepgate_component*, kCount> all{};
  for (std::size_t i = 0; i < kCount; ++i) all[i] = &components[i];
  return all;
}

constexpr std::string_view build() noexcept {
#if defined(__clang__)
  return "clang " __clang_version__;
#elif defined(__GNUC__)
  return "gcc " __VERSION__;
#else
  return "unknown compiler";
#endif
}

template <std::size_t kCount>
constexpr stepgate_entry entry(
    const std::array<const stepgate_component*, kCount>& components) noexcept {
  return stepgate_entry{STEPGATE_ABI_MAGIC,
                        sizeof(stepgate_entry),
                        STEPGATE_ABI_MAJOR,
                        STEPGATE_ABI_MINOR,
                        STEPGATE_ABI_MINOR,
                        str(build()),
                        nullptr,
                        nullptr,
                        static_cast<uint32_t>(kCount),
                        0,
                        components.data()};
}

}  // namespace stepgate::sdk::detail

/// Exports the plugin: one or more of auth<T>(...), auth_signing<T>(...), mapping<T>(...),
/// provider<T>(...). Everything is a constant; no code of the plugin runs before the host has
/// checked it.
#define STEPGATE_PLUGIN(...)                                              \
  namespace {                                                             \
  constexpr stepgate_component stepgate_components_[] = {__VA_ARGS__};    \
  constexpr auto stepgate_component_list_ =                               \
      ::stepgate::sdk::detail::pointers(stepgate_components_);            \
  }                                                                       \
  extern "C" {                                                            \
  STEPGATE_EXPORT extern constexpr stepgate_entry stepgate_plugin_entry = \
      ::stepgate::sdk::detail::entry(stepgate_component_list_);           \
  }                                                                       \
  static_assert(true, "a semicolon may follow")
