#pragma once

#include <optional>

#include "http/client.hpp"
#include "http/message_reader.hpp"
#include "net/byte_buffer.hpp"
#include "net/event_loop.hpp"

namespace sample {

// One connection of a pool; carries one request at a time.
class ClientConnection : public EventHandler {
 public:
  ClientConnection(ClientPool& pool, EventLoop& loop, UniqueFd fd);

  void start(ClientRequest request);
  bool is_overdue(Clock::time_point started_before) const;
  void fail();     // the request that is under way gets no answer
  void abandon();  // the pool goes away, nobody waits any more

  void on_events(std::uint32_t events) override;

 private:
  void flush();
  void receive();
  void read_answers();
  void finish(const ClientResult& result, bool reusable);
  void gone();
  void watch_for(std::uint32_t events);

  static constexpr std::size_t kMaxAnswer = 1 << 20;

  ClientPool& pool_;
  EventLoop& loop_;
  UniqueFd fd_;
  MessageReader reader_{MessageReader::Kind::kResponse, kMaxAnswer};
  ByteBuffer in_;
  std::optional<ClientRequest> request_;
  std::size_t sent_ = 0;  // bytes of the request's head and body
  std::uint32_t watched_ = 0;
  bool connected_ = false;
  bool used_before_ = false;
  bool got_bytes_ = false;
  Clock::time_point started_;
};

}  // namespace sample
