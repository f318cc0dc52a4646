#include "countries/fold.hpp"

#include <cstdint>
#include <cstring>

#include "countries/utf8.hpp"

namespace countries {
namespace {

// The base letters of U+00C0 to U+017F, two columns each (blank: no letter).
constexpr std::string_view kLatin =
    "a a a a a a aec e e e e i i i i d n o o o o o   o u u u u y thssa a a a a a aec "
    "e e e e i i i i d n o o o o o   o u u u u y thy a a a a a a c c c c c c c c d d "
    "d d e e e e e e e e e e g g g g g g g g h h h h i i i i i i i i i i ijijj j k k "
    "k l l l l l l l l l l n n n n n n n n n o o o o o o oeoer r r r r r s s s s s s "
    "s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s ";

// The base letters of U+1E00 to U+1EFF, one column each; Vietnamese lives here.
constexpr std::string_view kLatinAdditional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo"
    "oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas    "
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu"
    "uuyyyyyyyy      ";

static_assert(kLatin.size() == 2 * (0x180 - 0xC0) && kLatinAdditional.size() == 0x100);

std::string_view trimmed(std::string_view letters) {
  while (!letters.empty() && letters.back() == ' ') letters.remove_suffix(1);
  return letters;
}

std::string_view other_latin(char32_t c) {
  switch (c) {
    case 0x18F:
    case 0x259:
      return "a";
    case 0x192:
      return "f";
    case 0x1A0:
    case 0x1A1:
      return "o";
    case 0x1AF:
    case 0x1B0:
      return "u";
    case 0x218:
    case 0x219:
      return "s";
    case 0x21A:
    case 0x21B:
      return "t";
    default:
      return {};
  }
}

// Cyrillic and Greek have case; Greek vowels also carry accents.
char32_t lower_other_script(char32_t c) {
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  if (c >= 0x391 && c <= 0x3A9) return c == 0x3A3 ? 0x3C3 : c + 0x20;
  constexpr std::u32string_view kAccented = U"ΆάΈέΉήΊίΌόΎύΏώς";
  constexpr std::u32string_view kPlain = U"ααεεηηιιοουυωωσ";
  static_assert(kAccented.size() == kPlain.size());
  const auto at = kAccented.find(c);
  return at == std::u32string_view::npos ? c : kPlain[at];
}

bool is_combining(char32_t c) { return c >= 0x300 && c <= 0x36F; }

bool is_punctuation(char32_t c) {
  return c < 0xC0 || (c >= 0x2B0 && c <= 0x2FF) || (c >= 0x2000 && c <= 0x206F) ||
         (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F) || c == 0xFEFF;
}

bool is_dropped_word(std::string_view word) {
  return word == "the" || word == "of" || word == "and";
}

std::string_view spelled_out(std::string_view word) {
  if (word == "st") return "saint";
  if (word == "rep") return "republic";
  if (word == "dem") return "democratic";
  return {};
}

}  // namespace

FoldedName::FoldedName(std::string_view utf8) {
  std::size_t at = 0;
  while (at < utf8.size() && !overflow_) {
    const char32_t c = next_code_point(utf8, at);
    if (c < 0x80) {
      const char lower = static_cast<char>(c | 0x20);
      if ((lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9')) {
        add({&lower, 1});
      } else {
        end_word();
      }
    } else if (c >= 0xC0 && c < 0x180) {
      const auto letters = trimmed(kLatin.substr(2 * (c - 0xC0), 2));
      letters.empty() ? end_word() : add(letters);
    } else if (c >= 0x1E00 && c < 0x1F00) {
      add(trimmed(kLatinAdditional.substr(c - 0x1E00, 1)));
    } else if (const auto letters = other_latin(c); !letters.empty()) {
      add(letters);
    } else if (is_punctuation(c)) {
      end_word();
    } else if (!is_combining(c)) {
      std::array<char, 4> bytes;
      add({bytes.data(), encode_utf8(lower_other_script(c), bytes)});
    }
  }
  end_word();
  if (overflow_) size_ = 0;
}

void FoldedName::add(std::string_view letters) {
  if (letters.size() > kCapacity - size_) {
    overflow_ = true;
    return;
  }
  std::memcpy(key_.data() + size_, letters.data(), letters.size());
  size_ += letters.size();
}

void FoldedName::end_word() {
  const std::string_view word(key_.data() + word_, size_ - word_);
  if (is_dropped_word(word)) {
    size_ = word_;
  } else if (const auto longer = spelled_out(word); !longer.empty()) {
    size_ = word_;
    add(longer);
  }
  word_ = size_;
}

}  // namespace countries
