#include "http/detail/server_core.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/error.hpp"
#include "base/log.hpp"
#include "http/detail/server_call.hpp"

namespace stepgate::http::detail {
namespace {

using Poco::Net::StreamSocket;
using State = Connection::State;

constexpr int kBacklog = 1024;
constexpr int kKeeperMs = 250;
constexpr std::int64_t kWorkerMs = 30'000;  // how long input may wait for a worker
constexpr std::int64_t kRefusedMs = 500;    // how long a refused peer has to read its 503
constexpr int kStoppingMs = 5;
constexpr std::size_t kMaxRefused = 64;
constexpr std::uint32_t kInput = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;

void name_thread(const std::string& name) {
  ::pthread_setname_np(::pthread_self(), name.substr(0, 15).c_str());
}

bool has_input(int fd) noexcept {
  int waiting = 0;
  return ::ioctl(fd, FIONREAD, &waiting) == 0 && waiting > 0;
}

}  // namespace

std::int64_t steady_ms() noexcept {
  return std::chrono::duration_cast<Millis>(Steady::now().time_since_epoch()).count();
}

ServerCore::ServerCore(ServerOptions options, Handler handler)
    : options_(std::move(options)),
      handler_(std::move(handler)),
      slots_(std::max(options_.threads, 1)) {
  if (!options_.tls_cert_pem_file.empty())
    tls_ = server_context(options_.tls_cert_pem_file, options_.tls_key_pem_file);
  listen();
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_event event{};
  event.events = EPOLLIN;
  if (epoll_ < 0 || wake_ < 0 || ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event) != 0)
    throw Error(ErrorKind::internal, "LISTEN_FAILED", options_.name, "no descriptor is free", {},
                std::strerror(errno));
}

ServerCore::~ServerCore() {
  cut_ = true;
  connections_.clear();
  if (epoll_ >= 0) ::close(epoll_);
  if (wake_ >= 0) ::close(wake_);
}

void ServerCore::listen() {
  try {
    const Poco::Net::SocketAddress address(options_.listen);
    listener_ = std::make_unique<Poco::Net::ServerSocket>();
    // The address may be reused after a restart; the port is never shared with another process.
    if (address.family() == Poco::Net::AddressFamily::IPv6)
      listener_->bind6(address, true, false, true);
    else
      listener_->bind(address, true, false);
    listener_->listen(kBacklog);
    port_ = listener_->address().port();
    const int fd = listener_->impl()->sockfd();
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    ::fcntl(fd, F_SETFL, O_NONBLOCK);
  } catch (const Poco::Exception& e) {
    throw Error(ErrorKind::invalid, "LISTEN_FAILED", options_.name,
                "cannot listen on " + options_.listen,
                "Give a free address such as 127.0.0.1:0, or stop what uses it", e.displayText());
  }
}

std::string ServerCore::address() const {
  const auto colon = options_.listen.rfind(':');
  return options_.listen.substr(0, colon) + ":" + std::to_string(port_);
}

void ServerCore::start() {
  const std::lock_guard lock(mutex_);
  if (keeper_.joinable() || stopped_) return;
  for (int i = 0; i < std::max(options_.threads, 1) + 1; ++i) {
    ++working_;
    workers_.emplace_back([this, i] { work(i); });
  }
  keeper_ = std::thread([this] { keep(); });
}

// ---- the keeper

void ServerCore::keep() {
  name_thread(options_.name);
  std::vector<std::pair<StreamSocket, std::int64_t>> refused;
  while (!stopping()) {
    std::array<pollfd, 2> entries{{{wake_, POLLIN, 0}, {listener_->impl()->sockfd(), POLLIN, 0}}};
    ::poll(entries.data(), entries.size(), kKeeperMs);
    if (stopping()) break;
    try {
      accept_waiting(refused);
    } catch (const std::exception& e) {
      log(Severity::error, "http", options_.name + ": accept: " + e.what());
    }
    std::erase_if(refused, [now = steady_ms()](const auto& entry) { return entry.second < now; });
    expire_overdue();
  }
  listener_->close();
}

void ServerCore::accept_waiting(std::vector<std::pair<StreamSocket, std::int64_t>>& refused) {
  for (;;) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const int fd = ::accept4(listener_->impl()->sockfd(), reinterpret_cast<sockaddr*>(&address),
                             &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      // Out of descriptors: the peer stays in the backlog; do not spin on it.
      if (errno != EAGAIN && errno != EWOULDBLOCK) ::poll(nullptr, 0, 20);
      return;
    }
    accepted_.fetch_add(1, std::memory_order_relaxed);
    if (open_connections() < options_.max_connections) {
      const Poco::Net::SocketAddress peer(reinterpret_cast<const sockaddr*>(&address), size);
      welcome(make_connection(fd, peer.toString()));
    } else {
      turn_away(fd, refused);
    }
  }
}

void ServerCore::turn_away(int fd, std::vector<std::pair<StreamSocket, std::int64_t>>& refused) {
  const StreamSocket socket(new Poco::Net::StreamSocketImpl(fd));
  shed_.fetch_add(1, std::memory_order_relaxed);
  if (tls_ || refused.size() >= kMaxRefused) return;
  const auto text = refusal(options_, 503, "SERVER_FULL", "too many connections are open");
  (void)::send(fd, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(fd, SHUT_WR);
  refused.emplace_back(socket, steady_ms() + kRefusedMs);
}

std::unique_ptr<Connection> ServerCore::make_connection(int fd, std::string peer) {
  const StreamSocket socket(new Poco::Net::StreamSocketImpl(fd));
  auto wire = tls_ ? tls_server_wire(socket, tls_.get()) : plain_wire(socket);
  auto connection = std::make_unique<Connection>(std::move(wire), std::move(peer));
  connection->head_until = steady_ms() + options_.header_ms;
  connection->deadline_ms = connection->head_until;
  return connection;
}

void ServerCore::welcome(std::unique_ptr<Connection> connection) {
  auto* raw = connection.get();
  const int fd = raw->stream.wire().fd();
  {
    const std::lock_guard lock(mutex_);
    connections_.emplace(raw, std::move(connection));
  }
  epoll_event event{};
  event.events = kInput;
  event.data.ptr = raw;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) destroy(*raw);
}

std::size_t ServerCore::open_connections() const {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}

void ServerCore::expire_overdue() {
  const auto now = steady_ms();
  const std::lock_guard lock(mutex_);
  for (const auto& [connection, owned] : connections_) {
    if (connection->state != State::waiting || connection->deadline_ms >= now) continue;
    // What has arrived waits for a worker, not for its peer; but not for ever: nobody may be taking
    // it in.
    if (connection->deadline_ms + kWorkerMs >= now && has_input(connection->stream.wire().fd()))
      continue;
    if (connection->gathering) {
      // It is not taken away: a worker may hold its event already. The end of the input is one.
      if (!connection->late.exchange(true)) connection->stream.wire().shutdown_read();
      continue;
    }
    auto expected = State::waiting;
    if (!connection->state.compare_exchange_strong(expected, State::expired)) continue;
    timed_out_.fetch_add(1, std::memory_order_relaxed);
    connection->stream.wire().abort();
  }
}

// ---- workers

void ServerCore::work(int index) {
  name_thread(options_.name + "-" + std::to_string(index));
  for (;;) {
    epoll_event event{};
    const int ready = ::epoll_wait(epoll_, &event, 1, stopping() ? kStoppingMs : -1);
    if (stopping() && (cut_ || calls_ == 0)) break;
    if (ready <= 0) continue;
    if (event.data.ptr == nullptr) {
      ::poll(nullptr, 0, kStoppingMs);  // what has begun goes on until the grace is over
      continue;
    }
    auto& connection = *static_cast<Connection*>(event.data.ptr);
    auto expected = State::waiting;
    if (!connection.state.compare_exchange_strong(expected, State::busy)) {
      destroy(connection);
      continue;
    }
    serve_connection(*this, connection);
  }
  const std::lock_guard lock(mutex_);
  --working_;
  changed_.notify_all();
}

void ServerCore::arm(Connection& connection, std::uint32_t events, Ms within) {
  const int fd = connection.stream.wire().fd();
  epoll_event event{};
  event.events = events;
  event.data.ptr = &connection;
  connection.deadline_ms = steady_ms() + within;
  connection.state = State::waiting;
  // From here on the connection may be cut, but not destroyed: that takes an event. The system call
  // is made directly: race detectors hold against epoll_ctl that whoever gets the event may close
  // the descriptor, though the kernel orders the two.
  ::syscall(SYS_epoll_ctl, epoll_, EPOLL_CTL_MOD, fd, &event);
}

void ServerCore::wait_for_input(Connection& connection, Ms within) {
  arm(connection, kInput, within);
}

void ServerCore::wait_for_output(Connection& connection, Ms within) {
  arm(connection, EPOLLOUT | EPOLLONESHOT, within);
}

void ServerCore::requeue(Connection& connection) {
  arm(connection, kInput | EPOLLOUT, options_.keep_alive_ms);
}

void ServerCore::destroy(Connection& connection) {
  std::unique_ptr<Connection> gone;  // closed after the lock is gone
  const std::lock_guard lock(mutex_);
  const auto found = connections_.find(&connection);
  if (found == connections_.end()) return;
  gone = std::move(found->second);
  connections_.erase(found);
}

bool ServerCore::take_slot(Connection& connection) {
  auto& call = *connection.call;
  if (call.has_slot) return true;
  // Said before: as soon as it waits, another thread may take it on.
  call.has_slot = true;
  return slots_.enter(connection, call.slow);
}

void ServerCore::give_slot(bool slow) {
  auto* next = slots_.leave(slow);
  if (next != nullptr && !cut_) requeue(*next);
}

void ServerCore::count_deferred(int change) {
  const std::lock_guard lock(mutex_);
  deferred_ += change;
  changed_.notify_all();
}

// ---- the end

void ServerCore::wake_all() const noexcept {
  const std::uint64_t one = 1;
  (void)!::write(wake_, &one, sizeof one);
}

void ServerCore::abort_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& [connection, owned] : connections_) connection->stream.wire().abort();
}

void ServerCore::stop(Ms grace) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    stopped_ = true;
  }
  stopping_ = true;
  wake_all();
  if (keeper_.joinable()) keeper_.join();
  {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, Millis(grace), [this] { return working_ == 0 && deferred_ == 0; });
  }
  cut_ = true;
  abort_all();
  for (auto& worker : workers_) worker.join();
  // Connections are freed with the core: a Reply that comes late may still hold one.
}

ServerStats ServerCore::stats() const {
  const std::lock_guard lock(mutex_);
  return {accepted_.load(),     requests_.load(),  shed_.load(),
          bad_requests_.load(), timed_out_.load(), connections_.size()};
}

}  // namespace stepgate::http::detail
