// A wire with an input buffer and blocking reads and writes within a Patience. One thread at a
// time; abort() from any.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "http/detail/patience.hpp"
#include "http/detail/wire.hpp"

namespace stepgate::http::detail {

class Stream {
 public:
  explicit Stream(std::unique_ptr<Wire> wire) : wire_(std::move(wire)) {}

  Wire& wire() noexcept { return *wire_; }

  /// What was read and not consumed yet. Valid until the next call that reads or consumes.
  std::string_view buffered() const noexcept { return std::string_view(in_).substr(at_); }
  void consume(std::size_t n);

  /// One read without waiting, into the buffer.
  Io fill_now();
  /// Waits for more bytes in the buffer; false at end of file. Throws IoError.
  bool fill(const Patience& patience);
  /// Up to `n` bytes, buffered ones first, else straight from the wire; 0 at end of file. Throws
  /// IoError.
  std::size_t read(char* out, std::size_t n, const Patience& patience);
  /// Writes everything. Throws IoError.
  void write(std::string_view first, std::string_view second, const Patience& patience);
  /// Runs the handshake to its end. Throws IoError.
  void handshake(const Patience& patience);
  /// Waits for what `io` asked for. Throws IoError (broken) when it was a failure.
  void wait(const Io& io, const Patience& patience, const char* doing);

  /// Nothing has been received and the peer has not closed: fit for another request.
  bool quiet();

 private:
  std::unique_ptr<Wire> wire_;
  std::string in_;
  std::size_t at_ = 0;
};

}  // namespace stepgate::http::detail
