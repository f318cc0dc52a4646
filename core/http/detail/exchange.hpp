// One request and its answer over one connection.
#pragma once
#include <string>

#include "http/client.hpp"
#include "http/detail/body_reader.hpp"
#include "http/detail/framing.hpp"
#include "http/detail/stream.hpp"
#include "http/url.hpp"

namespace stepgate::http::detail {

/// The head of the request as it goes over the wire. Throws CallFailed (bad_url) for what cannot be
/// sent.
std::string request_head(const Request& request, const Url& url, const std::string& user_agent);

class Exchange {
 public:
  Exchange(Stream& stream, const Request& request, const Patience& patience, Outcome& outcome)
      : stream_(stream), request_(request), patience_(patience), outcome_(outcome) {}

  /// Fills the outcome. Throws IoError and CallFailed.
  void run(const std::string& head, TimePoint call_start);
  /// The connection can carry another request.
  bool reusable() const noexcept { return reusable_; }
  /// A byte of an answer was seen: the request has been taken up.
  bool answered() const noexcept { return answered_; }

 private:
  void send(std::string_view head);
  bool answered_early();
  std::size_t most_waiting() const noexcept;
  void receive(TimePoint call_start);
  void read_head(ResponseHead& head, TimePoint call_start);
  bool head_in_buffer(ResponseHead& head, std::size_t& length);
  void read_body(const ResponseHead& head);
  void hand_on_body(BodyReader& reader);
  void decode();
  Ms since_body() const noexcept;

  Stream& stream_;
  const Request& request_;
  const Patience& patience_;
  Outcome& outcome_;
  TimePoint body_sent_{};
  std::size_t searched_ = 0;
  bool sent_all_ = false;
  bool reusable_ = false;
  bool answered_ = false;
};

}  // namespace stepgate::http::detail
