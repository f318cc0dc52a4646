#include "sim/trace.hpp"

#include <cstdio>

namespace stepgate::sim {

void Trace::add(Ms at, std::string_view what, Numbers numbers, std::string_view words) {
  ++steps_;
  mix(static_cast<std::uint64_t>(at));
  for (const char c : what) mix(static_cast<unsigned char>(c));
  for (const auto& [name, number] : numbers) mix(static_cast<std::uint64_t>(number));
  for (const char c : words) mix(static_cast<unsigned char>(c));
  if (!as_text_) return;
  char head[64];
  std::snprintf(head, sizeof head, "%6llu %10.3f s  ", static_cast<unsigned long long>(steps_),
                static_cast<double>(at) / 1000);
  text_ += head;
  text_ += what;
  for (const auto& [name, number] : numbers)
    text_.append(" ").append(name).append("=").append(std::to_string(number));
  if (!words.empty()) text_.append(" ").append(words);
  text_ += '\n';
}

}  // namespace stepgate::sim
