#include "openapi/references.hpp"

#include "base/text.hpp"

namespace stepgate::openapi {
namespace {

constexpr int kMostSteps = 16;
const Json kNothing;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// A pointer in a URI fragment is percent-encoded (RFC 6901 section 6).
std::string percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool coded = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                       hex_digit(text[i + 2]) >= 0;
    if (coded) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

void References::warn_once(const std::string& reference, std::string_view code,
                           const std::string& message) {
  if (warned_.size() >= Findings::kMost || !warned_.insert(reference).second) return;
  const std::string shown(cut_utf8(reference, 200));
  findings_.warn({code, shown, message, "Mend or remove the reference."});
}

const Json& References::target(const std::string& reference) {
  if (reference.empty() || reference.front() != '#') {
    warn_once(reference, "REF_EXTERNAL", "a reference out of the document is not followed");
    return kNothing;
  }
  if (reference.size() == 1) return root_;
  const Json& found = root_.pointer(percent_decode(std::string_view(reference).substr(1)));
  if (found.is_null()) warn_once(reference, "REF_UNRESOLVED", "the reference leads nowhere");
  return found;
}

const Json& References::resolve(const Json& node) {
  const Json* at = &node;
  for (int step = 0; step < kMostSteps; ++step) {
    const Json& reference = (*at)["$ref"];
    if (!reference.is_string()) return *at;
    at = &target(reference.as_string());
  }
  warn_once((*at)["$ref"].as_string(), "REF_CIRCULAR",
            "the reference goes in a circle, or through too many others");
  return kNothing;
}

}  // namespace stepgate::openapi
