#pragma once

#include <memory>
#include <string>

#include "http/message_reader.hpp"
#include "http/server.hpp"
#include "net/byte_buffer.hpp"
#include "net/event_loop.hpp"

namespace sample {

// One client. Requests are handled one at a time: the next one is looked at when the answer to the
// last one is out.
class ServerConnection : public EventHandler,
                         public std::enable_shared_from_this<ServerConnection> {
 public:
  ServerConnection(Server& server, UniqueFd fd);

  void start();
  void respond(const Response& response);
  void close();
  bool is_overdue(Clock::time_point now) const;

  void on_events(std::uint32_t events) override;

 private:
  enum class State { kReading, kHandling, kWriting, kDraining, kClosed };

  void receive();
  void handle_requests();
  void handle_one();
  void refuse(int status);
  void write(const Response& response);
  void flush();
  void drain();
  void watch_for(std::uint32_t events);

  Server& server_;
  UniqueFd fd_;
  MessageReader reader_{MessageReader::Kind::kRequest, Server::kMaxBodyBytes};
  ByteBuffer in_;
  std::string out_;
  std::size_t sent_ = 0;  // bytes of out_
  std::uint32_t watched_ = 0;
  State state_ = State::kReading;
  bool busy_ = false;  // handle_requests() is on the stack
  bool with_body_ = true;
  bool close_after_ = false;
  bool peer_done_ = false;
  Clock::time_point active_;
};

}  // namespace sample
