#include "http/detail/stream.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace stepgate::http::detail {
namespace {

constexpr std::size_t kReadSize = 16 * 1024;
/// A buffer that grew beyond this is given back once it is empty, so that idle connections stay
/// small.
constexpr std::size_t kKeepCapacity = 4 * 1024;

}  // namespace

void Stream::consume(std::size_t n) {
  at_ += std::min(n, in_.size() - at_);
  if (at_ < in_.size()) return;
  at_ = 0;
  if (in_.capacity() > kKeepCapacity)
    std::string().swap(in_);
  else
    in_.clear();
}

Io Stream::fill_now() {
  thread_local std::array<char, kReadSize> scratch;
  const auto io = wire_->read(scratch.data(), scratch.size());
  if (io.status != IoStatus::done) return io;
  if (at_ > 0) {
    in_.erase(0, at_);
    at_ = 0;
  }
  in_.append(scratch.data(), io.n);
  return io;
}

void Stream::wait(const Io& io, const Patience& patience, const char* doing) {
  if (io.status == IoStatus::failed) throw IoError(IoError::What::broken, wire_->error());
  wait_for(wire_->fd(), io.status == IoStatus::want_write ? POLLOUT : POLLIN, patience, doing);
}

bool Stream::fill(const Patience& patience) {
  for (;;) {
    if (Steady::now() >= patience.until)
      throw IoError(IoError::What::timeout, "the deadline has passed");
    const auto io = fill_now();
    if (io.status == IoStatus::done) return true;
    if (io.status == IoStatus::eof) return false;
    wait(io, patience, "waiting for the peer");
  }
}

std::size_t Stream::read(char* out, std::size_t n, const Patience& patience) {
  if (const auto ready = buffered(); !ready.empty()) {
    const auto taken = std::min(n, ready.size());
    std::memcpy(out, ready.data(), taken);
    consume(taken);
    return taken;
  }
  for (;;) {
    if (Steady::now() >= patience.until)
      throw IoError(IoError::What::timeout, "the deadline has passed");
    const auto io = wire_->read(out, n);
    if (io.status == IoStatus::done) return io.n;
    if (io.status == IoStatus::eof) return 0;
    wait(io, patience, "waiting for the peer");
  }
}

void Stream::write(std::string_view first, std::string_view second, const Patience& patience) {
  while (!first.empty() || !second.empty()) {
    const auto io = wire_->write(first, second);
    if (io.status != IoStatus::done) {
      wait(io, patience, "sending");
      continue;
    }
    const auto of_first = std::min(io.n, first.size());
    first.remove_prefix(of_first);
    second.remove_prefix(io.n - of_first);
    if (Steady::now() >= patience.until && !(first.empty() && second.empty()))
      throw IoError(IoError::What::timeout, "the deadline has passed");
  }
}

void Stream::handshake(const Patience& patience) {
  for (;;) {
    const auto io = wire_->handshake();
    if (io.status == IoStatus::done) return;
    if (io.status == IoStatus::eof)
      throw IoError(IoError::What::broken, "the peer closed the connection");
    wait(io, patience, "agreeing on TLS");
  }
}

bool Stream::quiet() { return buffered().empty() && fill_now().status == IoStatus::want_read; }

}  // namespace stepgate::http::detail
