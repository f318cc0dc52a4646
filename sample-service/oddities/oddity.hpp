#pragma once

#include <span>
#include <string_view>

namespace sample {

// One way in which a service may differ from the book. The script says where and how, a change a
// line (oddities/script.hpp).
struct Oddity {
  std::string_view name;
  std::string_view summary;
  std::string_view script;
};

std::span<const Oddity> document_oddities();
std::span<const Oddity> definition_oddities();
std::span<const Oddity> read_oddities();  // status, picklists, icons, guide
std::span<const Oddity> submit_oddities();
std::span<const Oddity> callback_oddities();
std::span<const Oddity> value_oddities();

}  // namespace sample
