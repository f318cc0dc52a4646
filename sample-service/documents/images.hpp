#pragma once

#include <string_view>

namespace sample {

std::string_view brand_icon_svg();
std::string_view service_icon_png();  // 32 x 32

}  // namespace sample
