#include "http/detail/body_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace stepgate::http::detail {
namespace {

constexpr std::size_t kMaxLine = 4096;
constexpr std::size_t kMaxTrailer = 16 * 1024;

[[noreturn]] void broken(const char* text) { throw IoError(IoError::What::broken, text); }

std::uint64_t parse_chunk_size(const std::string& line) {
  const auto end = line.find_first_of("; \t");
  const auto digits = std::string_view(line).substr(0, end);
  std::uint64_t value = 0;
  const auto [stop, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.empty() || digits.size() > 15 || error != std::errc() ||
      stop != digits.data() + digits.size())
    broken("the size of a chunk is not a number");
  return value;
}

}  // namespace

BodyReader::BodyReader(Stream& stream, const Framing& framing)
    : stream_(stream),
      kind_(framing.kind),
      state_(framing.kind == Framing::Kind::chunked ? State::size_line : State::data),
      left_(framing.length),
      done_(framing.kind == Framing::Kind::none) {}

std::size_t BodyReader::read(char* out, std::size_t n, const Patience& patience) {
  if (done_ || n == 0) return 0;
  if (kind_ == Framing::Kind::until_close) {
    const auto got = stream_.read(out, n, patience);
    done_ = got == 0;
    return got;
  }
  if (kind_ == Framing::Kind::chunked && state_ != State::data && !next_chunk(patience)) return 0;
  return read_data(out, n, patience);
}

std::size_t BodyReader::read_data(char* out, std::size_t n, const Patience& patience) {
  const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(n, left_));
  const auto got = stream_.read(out, want, patience);
  if (got == 0) broken("the peer closed the connection in the middle of the body");
  left_ -= got;
  if (left_ == 0) {
    if (kind_ == Framing::Kind::chunked)
      state_ = State::data_end;
    else
      done_ = true;
  }
  return got;
}

/// Moves to the data of the next chunk; false when there is none and the trailer has been read.
bool BodyReader::next_chunk(const Patience& patience) {
  if (state_ == State::data_end) {
    if (!read_line(patience).empty()) broken("a chunk is longer than its size");
    state_ = State::size_line;
  }
  if (state_ == State::size_line) {
    left_ = parse_chunk_size(read_line(patience));
    state_ = left_ > 0 ? State::data : State::trailer;
  }
  while (state_ == State::trailer && !done_) {
    const auto line = read_line(patience);
    trailer_bytes_ += line.size() + 2;
    if (trailer_bytes_ > kMaxTrailer) broken("the trailer of the body is too long");
    done_ = line.empty();
  }
  return !done_;
}

std::string BodyReader::read_line(const Patience& patience) {
  std::size_t searched = 0;
  for (;;) {
    const auto text = stream_.buffered();
    const auto end = text.find('\n', searched);
    if (end != std::string_view::npos) {
      std::string line(text.substr(0, end));
      stream_.consume(end + 1);
      if (line.ends_with('\r')) line.pop_back();
      return line;
    }
    searched = text.size();
    if (searched > kMaxLine) broken("a line between chunks is too long");
    if (!stream_.fill(patience)) broken("the peer closed the connection in the middle of the body");
  }
}

bool BodyReader::drain_arrived(std::size_t limit) {
  if (done_) return true;
  if (kind_ == Framing::Kind::length && left_ > limit) return false;
  // An instant that is over: reads take what is there and give up instead of waiting.
  Patience instant;
  instant.stall = Millis(0);
  std::array<char, 4096> scratch;
  try {
    for (std::size_t taken = 0; taken <= limit && !done_;)
      taken += read(scratch.data(), scratch.size(), instant);
  } catch (const IoError&) {
    return false;
  }
  return done_;
}

bool read_all(BodyReader& reader, std::size_t max_bytes, const Patience& patience,
              std::string& out) {
  constexpr std::size_t kStep = 16 * 1024;
  constexpr std::size_t kTrusted = 1024 * 1024;  // as much as is reserved on the peer's word alone
  std::size_t used = out.size();
  if (used > max_bytes || reader.remaining() > max_bytes - used) return false;
  while (!reader.done()) {
    const auto promised = static_cast<std::size_t>(
        std::min<std::uint64_t>(reader.remaining(), std::max(kTrusted, used)));
    if (out.size() == used) out.resize(used + std::max<std::size_t>(promised, kStep));
    try {
      used += reader.read(out.data() + used, out.size() - used, patience);
    } catch (const IoError&) {
      out.resize(used);  // what came, and not the room for more
      throw;
    }
    if (used > max_bytes) {
      out.resize(max_bytes);
      return false;
    }
  }
  out.resize(used);
  return true;
}

}  // namespace stepgate::http::detail
