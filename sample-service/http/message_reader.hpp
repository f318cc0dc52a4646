#pragma once

#include <cstddef>
#include <string_view>

#include "http/chunked.hpp"
#include "http/head.hpp"
#include "net/byte_buffer.hpp"

namespace sample {

// Reads one message after the other out of a buffer that grows as bytes arrive.
class MessageReader {
 public:
  enum class Kind { kRequest, kResponse };
  enum class State { kMore, kComplete, kRefused };

  MessageReader(Kind kind, std::size_t max_body) : kind_(kind), max_body_(max_body) {}

  // With kComplete, head() and body() are views into the buffer until next() or until the buffer
  // changes.
  State read(ByteBuffer& buffer);
  // Takes the message that is complete out of the buffer.
  void next(ByteBuffer& buffer);
  // The peer has closed: a response without a length ends here.
  State read_at_close(ByteBuffer& buffer);

  const Head& head() const { return head_; }
  std::string_view body() const { return body_; }
  bool keep_alive() const { return framing_.keep_alive; }
  int refusal() const { return refusal_; }  // the HTTP status to refuse with
  bool started() const { return head_size_ != 0; }
  // Once per message: the head is here, the body is not, and the peer waits to be told to go on.
  bool take_expectation();

 private:
  State refuse(int status);
  State read_head(ByteBuffer& buffer);
  State read_chunks(ByteBuffer& buffer);
  State complete(ByteBuffer& buffer, std::string_view body);
  int check_kind();

  const Kind kind_;
  const std::size_t max_body_;
  std::size_t searched_ = 0;   // bytes known not to hold the end of the head
  std::size_t head_size_ = 0;  // 0 until the head is complete
  bool head_is_current_ = false;
  bool expects_continue_ = false;
  int refusal_ = 0;
  Framing framing_;
  Head head_;
  ChunkedDecoder chunks_;
  std::string_view body_;
};

}  // namespace sample
