#include "admin/image_kind.hpp"

#include "base/text.hpp"

namespace stepgate::admin {
namespace {

using namespace std::string_view_literals;

/// Drops what may stand before the root element; false when it has no end.
bool skip_to(std::string_view& text, std::string_view end) noexcept {
  const auto at = text.find(end);
  if (at == std::string_view::npos) return false;
  text.remove_prefix(at + end.size());
  return true;
}

bool is_svg(std::string_view text) noexcept {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (;;) {
    text = trim(text);
    if (text.starts_with("<?")) {
      if (!skip_to(text, "?>")) return false;
    } else if (text.starts_with("<!--")) {
      if (!skip_to(text, "-->")) return false;
    } else if (starts_with_i(text, "<!doctype svg")) {
      if (!skip_to(text, ">")) return false;
    } else {
      break;
    }
  }
  if (!text.starts_with("<svg") || text.size() < 5) return false;
  const char next = text[4];
  return next == '>' || next == '/' || next == ' ' || next == '\t' || next == '\r' || next == '\n';
}

}  // namespace

std::string_view image_kind(std::string_view bytes) noexcept {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return "image/png";
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return "image/gif";
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return "image/jpeg";
  if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP")
    return "image/webp";
  if (is_svg(bytes)) return "image/svg+xml";
  return {};
}

}  // namespace stepgate::admin
