#include "catalog/masker.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"

namespace stepgate::catalog {

void Masker::add(std::string_view secret) {
  constexpr std::size_t kShortest = 4;
  if (secret.size() >= kShortest) fresh_.emplace_back(secret);
}

void Masker::spell_out() {
  for (const auto& secret : fresh_) {
    const auto quoted = Json(secret).dump();
    const std::string forms[] = {secret,
                                 percent_encode(secret),
                                 replace_all(percent_encode(secret), "%20", "+"),
                                 quoted.substr(1, quoted.size() - 2),
                                 base64(secret),
                                 base64url(secret)};
    for (const auto& form : forms)
      if (std::find(forms_.begin(), forms_.end(), form) == forms_.end()) forms_.push_back(form);
  }
  fresh_.clear();
  std::stable_sort(forms_.begin(), forms_.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string Masker::mask(std::string_view text) {
  if (!fresh_.empty()) spell_out();
  std::string out(text);
  for (const auto& form : forms_) out = replace_all(out, form, "***");
  return out;
}

/// Where to cut instead of inside a secret: half of one is half known.
std::size_t Masker::before_secret(std::string_view text, std::size_t cut) const {
  for (bool moved = true; moved;) {
    moved = false;
    for (const auto& form : forms_) {
      const auto reach = form.size() - 1;
      const auto from = cut > reach ? cut - reach : 0;
      const auto at = text.substr(from, cut - from + reach).find(form);
      if (at == std::string_view::npos) continue;
      cut = from + at;
      moved = true;
    }
  }
  return cut;
}

std::string Masker::mask_cut(std::string_view text, std::size_t bytes) {
  if (!fresh_.empty()) spell_out();
  auto kept = cut_utf8(text, bytes).size();
  if (kept < text.size()) kept = before_secret(text, kept);
  auto out = mask(text.substr(0, kept));
  if (kept < text.size()) out += "\n... (" + std::to_string(text.size() - kept) + " more bytes)";
  return to_valid_utf8(out);
}

std::string cut_for_trace(std::string_view text, std::size_t bytes) {
  const auto kept = cut_utf8(text, bytes);
  std::string out(kept);
  if (kept.size() < text.size())
    out += "\n... (" + std::to_string(text.size() - kept.size()) + " more bytes)";
  return to_valid_utf8(out);
}

}  // namespace stepgate::catalog
