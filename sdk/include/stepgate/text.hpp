// Borrowed text, to and from the C side.
#pragma once
#include <stepgate/abi.h>

#include <string_view>

namespace stepgate::sdk {

constexpr stepgate_str str(std::string_view text) noexcept {
  return stepgate_str{text.data(), static_cast<uint64_t>(text.size())};
}

constexpr std::string_view view(stepgate_str text) noexcept {
  return text.size == 0 ? std::string_view{}
                        : std::string_view{text.data, static_cast<std::size_t>(text.size)};
}

}  // namespace stepgate::sdk
