#pragma once

#include <string_view>

namespace sample {

std::string_view bench_definition();
std::string_view bench_instructions();
std::string_view match_on_choices();

}  // namespace sample
