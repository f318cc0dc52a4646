// Mapping strategies: propose and validate which field of the host stands for which field of a
// service.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/detail/component.hpp>

#include <string>
#include <string_view>

namespace stepgate::sdk {

/// Derive, and export with mapping<T>(...). Functions run on any thread, several at once. Requests
/// and answers are JSON text (ABI.md, mapping.*).
class MappingStrategy {
 public:
  virtual ~MappingStrategy() = default;
  virtual std::string propose(const Call& call, std::string_view request) = 0;
  virtual std::string validate(const Call& call, std::string_view request) = 0;
};

namespace detail {

template <class T>
struct MappingShell {
  static MappingStrategy& of(void* self) noexcept { return *static_cast<T*>(self); }
  static stepgate_status propose(void* self, const stepgate_call* call, stepgate_str request) {
    return answered(call, [&](const Call& c) { return of(self).propose(c, view(request)); });
  }
  static stepgate_status validate(void* self, const stepgate_call* call, stepgate_str request) {
    return answered(call, [&](const Call& c) { return of(self).validate(c, view(request)); });
  }
  static constexpr stepgate_mapping_table kTable{
      sizeof(stepgate_mapping_table), 0, &create<T>, &destroy<T>, &propose, &validate};
};

}  // namespace detail

/// A component for STEPGATE_PLUGIN. T is made from a Host, or from nothing. All texts are literals.
template <class T>
constexpr stepgate_component mapping(std::string_view id, std::string_view version,
                                     std::string_view display_name, std::string_view serves,
                                     std::string_view settings_schema = "{}") noexcept {
  return detail::component(STEPGATE_KIND_MAPPING, id, version, display_name, serves,
                           settings_schema, &detail::MappingShell<T>::kTable);
}

}  // namespace stepgate::sdk
