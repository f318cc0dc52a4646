#include "catalog/masker.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "base/json.hpp"
#include "base/text.hpp"

namespace stepgate::catalog {
namespace {

void append_utf8(std::string& out, std::uint32_t point) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  const auto tail = [&](int shift) { put(0x80u | ((point >> shift) & 0x3Fu)); };
  if (point < 0x80) return put(point);
  if (point < 0x800) return put(0xC0u | (point >> 6)), tail(0);
  if (point < 0x10000) return put(0xE0u | (point >> 12)), tail(6), tail(0);
  put(0xF0u | (point >> 18)), tail(12), tail(6), tail(0);
}

/// What the four digits of a unicode escape at the beginning of `text` stand for.
std::optional<std::uint32_t> unit_of(std::string_view text) {
  constexpr std::size_t kLength = 6;
  std::uint32_t unit = 0;
  if (text.size() < kLength || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  const auto* end = text.data() + kLength;
  if (std::from_chars(text.data() + 2, end, unit, 16).ptr != end) return std::nullopt;
  return unit;
}

/// What an escape at the beginning of `text` stands for, and its length; 0: it is none.
std::size_t unescape(std::string_view text, std::string& out) {
  constexpr std::string_view kLetters = "\"\\/bfnrt", kMeant = "\"\\/\b\f\n\r\t";
  if (text.size() < 2 || text[0] != '\\') return 0;
  if (const auto at = kLetters.find(text[1]); at != std::string_view::npos) {
    out = kMeant[at];
    return 2;
  }
  const auto high = unit_of(text);
  if (!high) return 0;
  const bool pair = *high >= 0xD800 && *high < 0xDC00;
  auto low = pair ? unit_of(text.substr(6)) : std::nullopt;
  if (low && (*low < 0xDC00 || *low > 0xDFFF)) low.reset();
  out.clear();
  append_utf8(out, low ? 0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00) : *high);
  return low ? 12 : 6;
}

/// How many bytes at the beginning of `text` spell the secret as a writer of JSON may: each writer
/// has its own list of characters that it escapes. 0: they do not.
std::size_t spelled_in_json(std::string_view text, std::string_view secret) {
  std::size_t at = 0;
  for (std::string meant; !secret.empty();) {
    if (at == text.size()) return 0;
    auto length = unescape(text.substr(at), meant);
    if (length == 0) meant = text[at], length = 1;
    if (!secret.starts_with(meant)) return 0;
    secret.remove_prefix(meant.size());
    at += length;
  }
  return at;
}

std::string mask_in_json(std::string_view text, std::string_view secret) {
  std::string out;
  const std::string begins{'\\', secret.front()};
  while (!text.empty()) {
    const auto at = text.find_first_of(begins);
    out += text.substr(0, at);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at);
    const auto length = spelled_in_json(text, secret);
    out += length > 0 ? std::string_view("***") : text.substr(0, 1);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace

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
    secrets_.push_back(secret);
  }
  fresh_.clear();
  const auto longer = [](const auto& a, const auto& b) { return a.size() > b.size(); };
  std::stable_sort(forms_.begin(), forms_.end(), longer);
  std::stable_sort(secrets_.begin(), secrets_.end(), longer);
}

/// Escapes that are not the host's own: those that services write.
std::string Masker::mask_escaped(std::string_view text) const {
  std::string out(text);
  if (text.find('\\') == std::string_view::npos) return out;
  for (const auto& secret : secrets_) out = mask_in_json(out, secret);
  return out;
}

std::string Masker::mask(std::string_view text) {
  if (!fresh_.empty()) spell_out();
  std::string out(text);
  for (const auto& form : forms_) out = replace_all(out, form, "***");
  return mask_escaped(out);
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

std::string Masker::mask_cut(std::string_view whole, std::size_t bytes) {
  if (!fresh_.empty()) spell_out();
  // A body is megabytes, what is kept of it is not: no more is looked at than can matter. Of that,
  // the last `reach` bytes may hold the beginning of a secret, and are not shown.
  const auto reach = longest_spelling();
  const auto window = whole.substr(0, bytes + reach);
  const auto unseen = whole.size() - window.size();
  const auto text = mask_escaped(window);
  const auto most =
      unseen == 0 ? bytes : std::min(bytes, text.size() - std::min(text.size(), reach));
  auto kept = cut_utf8(text, most).size();
  if (kept < text.size()) kept = before_secret(text, kept);
  auto out = mask(std::string_view(text).substr(0, kept));
  const auto left_out = text.size() - kept + unseen;
  if (left_out > 0) out += "\n... (" + std::to_string(left_out) + " more bytes)";
  return to_valid_utf8(out);
}

/// Bytes: of a form, of a secret of which every byte is an escape, of a character.
std::size_t Masker::longest_spelling() const noexcept {
  constexpr std::size_t kCharacter = 4, kEscape = 6;
  const auto of = [](const auto& texts) { return texts.empty() ? 0 : texts.front().size(); };
  return std::max({kCharacter, of(forms_), kEscape * of(secrets_)});
}

std::string cut_for_trace(std::string_view text, std::size_t bytes) {
  const auto kept = cut_utf8(text, bytes);
  std::string out(kept);
  if (kept.size() < text.size())
    out += "\n... (" + std::to_string(text.size() - kept.size()) + " more bytes)";
  return to_valid_utf8(out);
}

}  // namespace stepgate::catalog
