#pragma once

#include <string_view>

namespace sample {

std::string_view country_definition();
std::string_view country_instructions();
std::string_view code_format_choices();
std::string_view on_unknown_choices();

}  // namespace sample
