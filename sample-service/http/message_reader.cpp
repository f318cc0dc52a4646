#include "http/message_reader.hpp"

#include <utility>

namespace sample {

MessageReader::State MessageReader::read(ByteBuffer& buffer) {
  head_is_current_ = false;
  if (refusal_ != 0) return State::kRefused;
  if (head_size_ == 0) {
    if (const auto state = read_head(buffer); state != State::kComplete) return state;
  }
  if (framing_.chunked) return read_chunks(buffer);
  if (kind_ == Kind::kResponse && !framing_.has_length) return State::kMore;
  const std::size_t total = head_size_ + framing_.content_length;
  if (buffer.size() < total) {
    buffer.reserve(total);
    return State::kMore;
  }
  return complete(buffer, buffer.view().substr(head_size_, framing_.content_length));
}

void MessageReader::next(ByteBuffer& buffer) {
  buffer.consume(head_size_ + (framing_.chunked ? 0 : body_.size()));
  searched_ = head_size_ = 0;
  expects_continue_ = false;
  body_ = {};
}

MessageReader::State MessageReader::read_at_close(ByteBuffer& buffer) {
  const bool until_close = head_size_ != 0 && !framing_.chunked && !framing_.has_length;
  if (kind_ != Kind::kResponse || !until_close) return refuse(400);
  framing_.keep_alive = false;
  return complete(buffer, buffer.view().substr(head_size_));
}

bool MessageReader::take_expectation() {
  return head_size_ != 0 && std::exchange(expects_continue_, false);
}

MessageReader::State MessageReader::refuse(int status) {
  refusal_ = status;
  return State::kRefused;
}

MessageReader::State MessageReader::read_head(ByteBuffer& buffer) {
  const auto bytes = buffer.view();
  const auto size = head_length(bytes, searched_);
  if (size > kMaxHeadBytes || (size == 0 && bytes.size() > kMaxHeadBytes)) return refuse(431);
  if (size == 0) {
    searched_ = bytes.size();
    return State::kMore;
  }
  if (!parse_head(bytes.substr(0, size), head_)) return refuse(400);
  if (const int status = check_kind(); status != 0) return refuse(status);
  if (framing_.content_length > max_body_) return refuse(413);
  head_size_ = size;
  head_is_current_ = true;
  if (framing_.chunked) chunks_.reset(max_body_);
  return State::kComplete;
}

int MessageReader::check_kind() {
  if (kind_ == Kind::kRequest) {
    if (const int status = read_framing(head_, head_.third, framing_); status != 0) return status;
    expects_continue_ = equals_ignoring_case(head_.value("expect"), "100-continue");
    return head_.third == "HTTP/1.1" && !head_.find("host") ? 400 : 0;
  }
  if (head_.second.size() != 3) return 400;
  if (const int status = read_framing(head_, head_.first, framing_); status != 0) return status;
  const bool bodiless = head_.second == "204" || head_.second == "304" || head_.second[0] == '1';
  if (bodiless) framing_ = {0, true, false, framing_.keep_alive};
  return 0;
}

// Decoded bytes leave the buffer at once; only the head stays in it, so that its views can be made
// again.
MessageReader::State MessageReader::read_chunks(ByteBuffer& buffer) {
  std::size_t used = 0;
  const auto state = chunks_.feed(buffer.view().substr(head_size_), used);
  buffer.remove(head_size_, used);
  switch (state) {
    case ChunkedDecoder::State::kMore:
      return State::kMore;
    case ChunkedDecoder::State::kBad:
      return refuse(400);
    case ChunkedDecoder::State::kTooLarge:
      return refuse(413);
    case ChunkedDecoder::State::kDone:
      break;
  }
  head_is_current_ = false;
  return complete(buffer, chunks_.body());
}

MessageReader::State MessageReader::complete(ByteBuffer& buffer, std::string_view body) {
  body_ = body;
  if (!head_is_current_) parse_head(buffer.view().substr(0, head_size_), head_);
  return State::kComplete;
}

}  // namespace sample
