#include "countries/table.hpp"

namespace countries {
namespace {

#define COUNTRY(alpha2, alpha3, numeric, name, continent, official, aliases) \
  Country{alpha2, alpha3, numeric, name, continent, official, aliases},
#define SHARED(name, codes)
constexpr Country kCountries[] = {
#include "countries/country_table.inc"
};
#undef COUNTRY
#undef SHARED

#define COUNTRY(alpha2, alpha3, numeric, name, continent, official, aliases)
#define SHARED(name, codes) SharedName{name, codes},
constexpr SharedName kShared[] = {
#include "countries/country_table.inc"
};
#undef COUNTRY
#undef SHARED

}  // namespace

std::span<const Country> all_countries() { return kCountries; }
std::span<const SharedName> shared_names() { return kShared; }

}  // namespace countries
