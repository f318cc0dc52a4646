// What kind of picture bytes are, whatever their sender calls them.
#pragma once
#include <string_view>

namespace stepgate::admin {

/// "image/png", "image/gif", "image/jpeg", "image/webp", "image/svg+xml", or empty.
std::string_view image_kind(std::string_view bytes) noexcept;

}  // namespace stepgate::admin
