#include "http/chunked.hpp"

#include <algorithm>
#include <charconv>

#include "http/head.hpp"

namespace sample {
namespace {

constexpr std::size_t kMaxLine = 256;  // a size with its extensions

}  // namespace

void ChunkedDecoder::reset(std::size_t limit) {
  part_ = Part::kSize;
  left_ = 0;
  limit_ = limit;
  trailer_bytes_ = 0;
  body_.clear();
}

ChunkedDecoder::State ChunkedDecoder::feed(std::string_view bytes, std::size_t& used) {
  used = 0;
  while (used < bytes.size() && part_ != Part::kEnd) {
    if (part_ == Part::kData) {
      const auto taken = std::min(left_, bytes.size() - used);
      body_.append(bytes, used, taken);
      used += taken;
      left_ -= taken;
      if (left_ == 0) part_ = Part::kDataEnd;
      continue;
    }
    const auto end = bytes.find("\r\n", used);
    const auto length = (end == std::string_view::npos ? bytes.size() : end) - used;
    if (length > (part_ == Part::kTrailer ? kMaxHeadBytes : kMaxLine)) return State::kBad;
    if (end == std::string_view::npos) return State::kMore;
    const auto state = read_line(bytes.substr(used, length));
    used = end + 2;
    if (state != State::kMore) return state;
  }
  return part_ == Part::kEnd ? State::kDone : State::kMore;
}

ChunkedDecoder::State ChunkedDecoder::read_line(std::string_view line) {
  switch (part_) {
    case Part::kSize:
      return read_size(line);
    case Part::kDataEnd:
      part_ = Part::kSize;
      return line.empty() ? State::kMore : State::kBad;
    case Part::kTrailer:
      trailer_bytes_ += line.size();
      if (trailer_bytes_ > kMaxHeadBytes) return State::kBad;
      if (line.empty()) part_ = Part::kEnd;
      return line.empty() ? State::kDone : State::kMore;
    case Part::kData:
    case Part::kEnd:
      break;
  }
  return State::kBad;
}

ChunkedDecoder::State ChunkedDecoder::read_size(std::string_view line) {
  const auto digits = line.substr(0, line.find_first_of("; \t"));
  const auto end = digits.data() + digits.size();
  const auto [last, error] = std::from_chars(digits.data(), end, left_, 16);
  if (digits.empty() || error != std::errc() || last != end) return State::kBad;
  if (left_ > limit_ - std::min(limit_, body_.size())) return State::kTooLarge;
  part_ = left_ == 0 ? Part::kTrailer : Part::kData;
  return State::kMore;
}

}  // namespace sample
