#include "check/field_name.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "store/field_repository.hpp"

namespace stepgate::check {

std::string field_name(std::string_view wish) {
  std::string name;
  for (const char c : wish) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (name.empty() && !letter) name = "f";
    name += letter || digit || c == '_' ? c : '_';
  }
  // The ends of long names tell them apart.
  constexpr std::size_t kMost = store::FieldRepository::kMaxNameBytes - 10, kTail = 24;
  if (name.size() > kMost) name = name.substr(0, kMost - kTail) + name.substr(name.size() - kTail);
  const auto reserved = {"id", "success", "reason", "errorcode"};
  const bool taken = std::any_of(reserved.begin(), reserved.end(),
                                 [&](const char* one) { return iequals(name, one); });
  if (name.empty()) return "field";
  return taken ? name + "_field" : name;
}

}  // namespace stepgate::check
