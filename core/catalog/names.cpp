#include "catalog/names.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"

namespace stepgate::catalog {
namespace {

constexpr std::size_t kMostBytes = 255;
constexpr std::size_t kShown = 10;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

std::string checked_name(std::string_view name) {
  std::string text(trim(name));
  const auto refuse = [&](const char* fact) {
    throw Error(ErrorKind::invalid, "NAME_INVALID",
                "name " + std::string(cut_utf8(to_valid_utf8(text), 100)), fact,
                "Give a name of 1 to 255 bytes without control characters.");
  };
  if (text.empty()) refuse("is empty");
  if (text.size() > kMostBytes) refuse("is longer than 255 bytes");
  if (to_valid_utf8(text) != text) refuse("is not UTF-8");
  if (std::any_of(text.begin(), text.end(), is_control)) refuse("holds control characters");
  return text;
}

std::string usable_name(std::string_view title) {
  auto text = to_valid_utf8(title);
  std::replace_if(text.begin(), text.end(), is_control, ' ');
  return std::string(trim(cut_utf8(trim(text), kMostBytes)));
}

std::string enumerated(const std::vector<std::string>& names) {
  std::vector<std::string> shown(
      names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kShown)));
  auto text = join(shown, ", ");
  if (names.size() > kShown) text += " and " + std::to_string(names.size() - kShown) + " more";
  return text;
}

}  // namespace stepgate::catalog
