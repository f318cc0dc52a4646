#include "http/detail/exchange.hpp"

#include <poll.h>

#include <array>

#include "base/text.hpp"
#include "http/detail/dial.hpp"
#include "http/detail/gunzip.hpp"

namespace stepgate::http::detail {
namespace {

/// Up to this size head and body go out in one system call and one packet.
constexpr std::size_t kOnePacket = 16 * 1024;
constexpr int kMaxInterim = 16;
/// What a peer may answer while it still reads the body.
constexpr std::size_t kMostReport = 8u << 20;
/// "HTTP/1.1 2": the first digit of the status tells an interim answer from a final one.
constexpr std::size_t kStatusAt = 10;

bool written_by_client(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames{
      "Host", "Content-Length", "Connection", "Accept-Encoding", "Transfer-Encoding", "Expect"};
  for (const auto& own : kNames)
    if (iequals(name, own)) return true;
  return false;
}

bool has_body(const Request& request) {
  return !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
         request.method == "PATCH";
}

[[noreturn]] void cannot_send(const Request& request, const std::string& why) {
  throw CallFailed(FailureKind::bad_url, request.url + ": " + why);
}

}  // namespace

std::string request_head(const Request& request, const Url& url, const std::string& user_agent) {
  if (!is_token(request.method)) cannot_send(request, "the method is not a word");
  std::string out;
  out.reserve(256 + url.path.size() + url.query.size());
  out.append(request.method).append(" ").append(url.target()).append(" HTTP/1.1\r\nHost: ");
  out.append(url.authority()).append("\r\nAccept-Encoding: identity\r\n");
  for (const auto& [name, value] : request.headers) {
    if (written_by_client(name)) continue;
    if (!is_token(name) || !is_field_value(value))
      cannot_send(request, "the header \"" + to_valid_utf8(name) +
                               "\" has characters that a header cannot have");
    out.append(name).append(": ").append(value).append("\r\n");
  }
  if (!has_header(request.headers, "User-Agent") && !user_agent.empty())
    out.append("User-Agent: ").append(user_agent).append("\r\n");
  if (has_body(request))
    out.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  return out.append("\r\n");
}

Ms Exchange::since_body() const noexcept {
  return body_sent_ == TimePoint{} ? 0 : elapsed_ms(body_sent_);
}

void Exchange::run(const std::string& head, TimePoint call_start) {
  try {
    send(head);
    receive(call_start);
  } catch (...) {
    if (outcome_.response.status == 0) outcome_.after_body_ms = since_body();
    throw;
  }
}

void Exchange::send(std::string_view head) {
  auto body = request_.body;
  // A large body waits until its head is out: a connection that died meanwhile may show it, with no
  // byte of the body gone.
  if (head.size() + body.size() > kOnePacket) {
    stream_.write(head, {}, patience_);
    head = {};
    if (answered_early()) return;
  }
  while (!head.empty() || !body.empty()) {
    if (stream_.wire().secure() && head.empty()) outcome_.body_left = true;
    const auto io = stream_.wire().write(head, body);
    if (io.status == IoStatus::failed) {
      const auto error = stream_.wire().error();
      if (answered_early()) return;
      throw IoError(IoError::What::broken, error);
    }
    if (io.status != IoStatus::done) {
      const short wanted = io.status == IoStatus::want_write ? POLLOUT : POLLIN;
      wait_for(stream_.wire().fd(), static_cast<short>(wanted | POLLIN), patience_, "sending");
      if (answered_early()) return;
    }
    const auto of_head = std::min(io.n, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(io.n - of_head);
    if (io.n > of_head) outcome_.body_left = true;
    if (request_.on_sent) request_.on_sent(request_.body.size() - body.size());
    if (!body.empty() && Steady::now() >= patience_.until)
      throw IoError(IoError::What::timeout, "the deadline passed while sending");
  }
  sent_all_ = true;
  body_sent_ = Steady::now();
}

/// Looks at what has come back while the body is still going out. True when a final answer has
/// begun: then sending on makes no sense and the answer is read. Interim answers wait in the
/// buffer. Throws IoError (broken) when the peer is gone.
bool Exchange::answered_early() {
  auto io = stream_.fill_now();
  while (io.status == IoStatus::done && stream_.buffered().size() <= most_waiting())
    io = stream_.fill_now();
  const auto text = stream_.buffered();
  const bool goes_on = request_.send_on_while_answered && text.size() >= kStatusAt &&
                       text[kStatusAt - 1] == '2' && text.size() <= kMostReport;
  const bool final_begun = text.size() >= kStatusAt && text[kStatusAt - 1] != '1' && !goes_on;
  if (final_begun) {
    body_sent_ = Steady::now();
    return true;
  }
  if (io.status == IoStatus::want_read || io.status == IoStatus::want_write) return false;
  // It took no more of the body and said so: what it said is the answer, whatever its status.
  if (text.size() >= kStatusAt && text[kStatusAt - 1] != '1') return true;
  throw IoError(IoError::What::broken, io.status == IoStatus::failed
                                           ? stream_.wire().error()
                                           : "the peer closed the connection");
}

std::size_t Exchange::most_waiting() const noexcept {
  return request_.send_on_while_answered ? kMostReport : request_.max_header_bytes;
}

bool Exchange::head_in_buffer(ResponseHead& head, std::size_t& length) {
  const auto text = stream_.buffered();
  length = head_length(text, searched_);
  searched_ = text.size();
  if (length > request_.max_header_bytes ||
      (length == 0 && text.size() > request_.max_header_bytes))
    throw CallFailed(FailureKind::too_large, "the answer's header is larger than " +
                                                 std::to_string(request_.max_header_bytes) +
                                                 " bytes");
  if (length == 0) {
    // What does not begin like HTTP need not be waited for.
    if (!text.substr(0, 5).starts_with(std::string_view("HTTP/").substr(0, text.size())))
      throw IoError(IoError::What::broken, "the answer is not HTTP");
    return false;
  }
  if (!parse_response(text.substr(0, length), request_.max_header_count, head))
    throw IoError(IoError::What::broken, "the answer's header is not HTTP/1.x");
  return true;
}

void Exchange::read_head(ResponseHead& head, TimePoint call_start) {
  std::size_t length = 0;
  for (int interim = 0; interim <= kMaxInterim;) {
    if (!head_in_buffer(head, length)) {
      if (!stream_.fill(patience_))
        throw IoError(IoError::What::broken, "the peer closed the connection without an answer");
      answered_ = true;
      continue;
    }
    if (head.status >= 200 || head.status == 101) {
      auto& response = outcome_.response;
      response.status = head.status;
      response.first_byte_ms = elapsed_ms(call_start);
      outcome_.after_body_ms = since_body();
      for (const auto& [name, value] : head.fields)
        response.headers.emplace_back(std::string(name), std::string(value));
      return;
    }
    stream_.consume(length);
    searched_ = 0;
    ++interim;
  }
  throw IoError(IoError::What::broken, "the peer sends interim answers without end");
}

void Exchange::receive(TimePoint call_start) {
  answered_ = !stream_.buffered().empty();
  ResponseHead head;
  read_head(head, call_start);
  answered_ = true;
  read_body(head);
}

void Exchange::read_body(const ResponseHead& head) {
  const auto framing = response_framing(head, request_.method);
  if (!framing) throw IoError(IoError::What::broken, "Content-Length is not one number");
  stream_.consume(head_length(stream_.buffered()));  // the head's views end here
  BodyReader reader(stream_, *framing);
  const bool handed_on = request_.on_body && outcome_.response.status / 100 == 2;
  if (handed_on)
    hand_on_body(reader);
  else if (!read_all(reader, request_.max_response_bytes, patience_, outcome_.response.body))
    throw CallFailed(
        FailureKind::too_large,
        "the answer is larger than " + std::to_string(request_.max_response_bytes) + " bytes");
  reusable_ = framing->reusable && sent_all_ && stream_.buffered().empty() &&
              outcome_.response.status != 101;
  if (!handed_on) decode();
}

void Exchange::hand_on_body(BodyReader& reader) {
  if (const auto coding = outcome_.response.header("Content-Encoding");
      !coding.empty() && !iequals(coding, "identity"))
    throw IoError(IoError::What::broken, "the answer is encoded as " + std::string(coding) +
                                             " though identity was asked for");
  std::array<char, 16 * 1024>
      piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by read
  while (const auto n = reader.read(piece.data(), piece.size(), patience_))
    request_.on_body(std::string_view(piece.data(), n));
}

void Exchange::decode() {
  auto& response = outcome_.response;
  const auto coding = std::string(response.header("Content-Encoding"));
  switch (decode_content(coding, request_.max_response_bytes, response.body)) {
    case Decoded::identity:
      return;
    case Decoded::decoded:
      response.decoded = true;
      return;
    case Decoded::too_large:
      throw CallFailed(FailureKind::too_large, "the answer decodes to more than " +
                                                   std::to_string(request_.max_response_bytes) +
                                                   " bytes");
    case Decoded::broken:
      throw IoError(IoError::What::broken, "the answer cannot be decoded as " + coding);
    case Decoded::unknown_coding:
      throw IoError(IoError::What::broken,
                    "the answer is encoded as " + coding + " though identity was asked for");
  }
}

}  // namespace stepgate::http::detail
