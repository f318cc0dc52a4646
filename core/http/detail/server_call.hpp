// One request under way on a worker: what ServerRequest and ServerResponse are windows to. One
// thread at a time.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/detail/body_reader.hpp"
#include "http/detail/connection.hpp"
#include "http/detail/framing.hpp"
#include "http/detail/head.hpp"
#include "http/headers.hpp"
#include "http/server.hpp"

namespace stepgate::http::detail {

class ServerCore;

struct ServerCall {
  ServerCall(ServerCore& c, Connection& n, const ServerOptions& o);
  /// Gives back slot and room.
  ~ServerCall();
  ServerCall(const ServerCall&) = delete;
  ServerCall& operator=(const ServerCall&) = delete;

  ServerCore& core;
  Connection& connection;  // not to be touched any more once deferred
  const ServerOptions& options;

  // The request. The views of `head` point into `head_text`.
  std::string head_text, path, peer;
  RequestHead head;
  std::vector<std::string> segments;
  std::vector<std::pair<std::string, std::string>> query;
  Framing framing;
  std::optional<BodyReader> reader;
  std::optional<std::string> whole_body;
  bool body_given = false;  ///< to the handler, within its bound

  // While the body arrives (gather.cpp).
  Next next = Next::gather;
  std::string gathered;         ///< its beginning, until whole_body has it
  std::size_t passed_on = 0;    ///< of it, to read_body_chunk()
  std::optional<IoError> lost;  ///< why the rest does not come
  std::int64_t body_until = 0;  ///< steady ms; 0 before gathering begins
  bool slow = false;            ///< its handler will wait for the peer
  bool has_slot = false;
  std::size_t counted = 0;  ///< bytes of it in the listener's count

  std::uint64_t uploaded = 0;
  TimePoint upload_end{};
  bool continue_wanted = false;  ///< the client waits for "100 Continue" before it sends the body

  // The answer.
  int status = 200;
  Headers headers;
  std::string chunk;     ///< of a streamed answer, not sent yet
  bool started = false;  ///< the head of the answer has gone out
  bool streaming = false;
  bool chunked = false;
  bool finished = false;  ///< the answer is complete
  bool deferred = false;
  bool keep = false;  ///< the connection can carry another request
  bool peer_gone = false;

  bool head_only() const noexcept { return head.method == "HEAD"; }
};

enum class Gathered : std::uint8_t {
  enough,  ///< the handler can be called
  wanting  ///< nothing more is there now
};
/// Takes of the body what has arrived, without waiting.
Gathered gather_body(ServerCall& call);
/// Asks for the body of a client that waits to be asked. Throws IoError.
void invite(ServerCall& call, const Patience& patience);

/// Splits and decodes the target into path and query; a word to the client when it cannot be.
std::optional<HeadFault> read_target(std::string_view target, ServerCall& call);
/// Whether the connection can go on after the answer: decided when the answer's head is written, as
/// it has to say so.
bool can_keep(ServerCall& call);

/// The head of an answer up to and with its blank line. `length` nothing: no Content-Length.
std::string response_head(int status, const Headers& headers, std::string_view content_type,
                          std::optional<std::uint64_t> length, bool chunked, bool keep, int minor);
bool has_no_body(int status) noexcept;
/// The whole answer to what is no request, as the options word it.
std::string refusal(const ServerOptions& options, int status, std::string_view code,
                    std::string_view fact);
/// The JSON body of answers that no handler gives.
std::string plain_body(int status, std::string_view code, std::string_view message);

}  // namespace stepgate::http::detail
