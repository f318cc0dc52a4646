// The body of one message, read from a stream to its framed end.
#pragma once
#include <cstdint>
#include <string>

#include "http/detail/framing.hpp"
#include "http/detail/stream.hpp"

namespace stepgate::http::detail {

class BodyReader {
 public:
  BodyReader(Stream& stream, const Framing& framing);

  /// Up to `n` bytes of the body; 0 at its end. Throws IoError: broken also for chunks that are
  /// none and for an early end.
  std::size_t read(char* out, std::size_t n, const Patience& patience);
  bool done() const noexcept { return done_; }
  /// Bytes still to come, where the framing says it.
  std::uint64_t remaining() const noexcept { return left_; }

  /// Takes what has arrived without waiting, at most `limit` bytes; true when the body is over.
  bool drain_arrived(std::size_t limit);

 private:
  enum class State : std::uint8_t { size_line, data, data_end, trailer };
  std::size_t read_data(char* out, std::size_t n, const Patience& patience);
  bool next_chunk(const Patience& patience);
  std::string read_line(const Patience& patience);

  Stream& stream_;
  const Framing::Kind kind_;
  State state_;
  std::uint64_t left_;  // of the length, or of the chunk
  std::size_t trailer_bytes_ = 0;
  bool done_;
};

/// The rest of the body behind what is in `out`, at most `max_bytes` together. False when it is
/// longer; `out` then holds its beginning. Throws IoError.
bool read_all(BodyReader& reader, std::size_t max_bytes, const Patience& patience,
              std::string& out);

}  // namespace stepgate::http::detail
