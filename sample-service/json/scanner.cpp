#include "json/scanner.hpp"

#include <bit>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sample {
namespace {

bool ends_run(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

// The first quote, backslash or control character. Most strings are short, yet looking at 16 bytes
// at once costs no more than looking at three, one by one.
const char* find_string_end(const char* at, const char* end) {
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  while (end - at >= 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i control = _mm_cmpeq_epi8(_mm_max_epu8(bytes, last_control), last_control);
    const __m128i found = _mm_or_si128(
        control, _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)));
    if (const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found)); mask != 0) {
      return at + std::countr_zero(mask);
    }
    at += 16;
  }
#endif
  while (at < end && !ends_run(*at)) ++at;
  return at;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

JsonScanner::Kind JsonScanner::kind() {
  skip_blanks();
  if (at_ == end_) return Kind::kNone;
  switch (*at_) {
    case '{':
      return Kind::kObject;
    case '[':
      return Kind::kArray;
    case '"':
      return Kind::kString;
    case 't':
      return Kind::kTrue;
    case 'f':
      return Kind::kFalse;
    case 'n':
      return Kind::kNull;
    default:
      return is_digit(*at_) || *at_ == '-' ? Kind::kNumber : Kind::kNone;
  }
}

std::string_view JsonScanner::string() {
  if (!take('"')) return fail(), std::string_view();
  const char* start = at_;
  for (;;) {
    at_ = find_string_end(at_, end_);
    if (at_ == end_) break;
    if (*at_ == '"') return {start, static_cast<std::size_t>(at_++ - start)};
    if (*at_ != '\\' || end_ - at_ < 2) break;
    at_ += 2;
  }
  fail();
  return {};
}

std::string_view JsonScanner::value() {
  skip_blanks();
  const char* start = at_;
  skip();
  return ok_ ? std::string_view(start, static_cast<std::size_t>(at_ - start)) : std::string_view();
}

void JsonScanner::skip() {
  switch (kind()) {
    case Kind::kString:
      string();
      return;
    case Kind::kNumber:
      return number();
    case Kind::kNull:
      return word("null");
    case Kind::kTrue:
      return word("true");
    case Kind::kFalse:
      return word("false");
    case Kind::kObject:
      return object([this](std::string_view) { skip(); });
    case Kind::kArray:
      return array([this] { skip(); });
    case Kind::kNone:
      return fail();
  }
}

void JsonScanner::number() {
  const auto digits = [this] {
    const char* start = at_;
    while (at_ < end_ && is_digit(*at_)) ++at_;
    return at_ > start;
  };
  if (*at_ == '-') ++at_;
  const bool leading_zero = at_ < end_ && *at_ == '0';
  const char* start = at_;
  if (!digits() || (leading_zero && at_ - start > 1)) return fail();
  if (at_ < end_ && *at_ == '.' && (++at_, !digits())) return fail();
  if (at_ < end_ && (*at_ | 0x20) == 'e') {
    ++at_;
    if (at_ < end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    if (!digits()) return fail();
  }
}

void JsonScanner::word(std::string_view text) {
  if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(text)) return fail();
  at_ += text.size();
}

}  // namespace sample
