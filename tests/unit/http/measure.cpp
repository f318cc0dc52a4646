// Measures the room on this machine: requests per second of the server with small POSTs over kept
// connections (one driving thread), answered directly and deferred, and the client's time for a
// POST of 490 KB. Usage: http_measure [SECONDS]
#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "http/client.hpp"
#include "http/server.hpp"
#include "peers.hpp"

using namespace stepgate::http;

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

const std::string kCallback =
    "POST /callbacks/abcdef0123456789 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
    "application/json\r\nx-callback-token: MTIzLUFCQy00NTZhYmNkZWZnaGlqa2xtbm9w\r\nx-api-key: "
    "abcdefghijklmnop\r\nContent-Length: 180\r\n\r\n" +
    std::string(180, 'x');

/// Keeps one request under way on each of `connections`.
long drive(std::uint16_t port, int connections, double seconds) {
  const int set = ::epoll_create1(0);
  std::vector<int> fds;
  for (int i = 0; i < connections; ++i) {
    fds.push_back(test::dial(port));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fds.back();
    ::epoll_ctl(set, EPOLL_CTL_ADD, fds.back(), &event);
    (void)!::send(fds.back(), kCallback.data(), kCallback.size(), 0);
  }
  long answers = 0;
  std::array<epoll_event, 64> events{};
  std::array<char, 4096> piece;
  for (const auto start = Clock::now(); since(start) < seconds;) {
    const int ready = ::epoll_wait(set, events.data(), events.size(), 100);
    for (int i = 0; i < ready; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      if (::recv(fd, piece.data(), piece.size(), 0) <= 0) std::exit(1);
      ++answers;
      (void)!::send(fd, kCallback.data(), kCallback.size(), 0);
    }
  }
  for (int fd : fds) ::close(fd);
  ::close(set);
  return answers;
}

void measure_server(const char* name, int threads, int connections, double seconds,
                    const Handler& handler) {
  ServerOptions options;
  options.threads = threads;
  Server server(options, handler);
  server.start();
  const double cpu = cpu_seconds();
  const auto answers = static_cast<double>(drive(server.port(), connections, seconds));
  std::printf("%-9s %2d threads %3d connections: %7.0f requests/s, %5.1f us CPU (both sides)\n",
              name, threads, connections, answers / seconds, (cpu_seconds() - cpu) / answers * 1e6);
}

constexpr std::string_view kAnswer = R"({"requestId":"1","status":200,"message":"ok"})";

/// Answers in groups from one thread, as a committer does after a sync.
class Group {
 public:
  Group() : thread_([this] { run(); }) {}
  ~Group() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }
  void add(Reply reply) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(reply));
    if (waiting_.size() == 1) changed_.notify_one();
  }

 private:
  void run() {
    for (;;) {
      std::vector<Reply> now;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
        if (ended_) return;
        now.swap(waiting_);
      }
      for (auto& reply : now) reply.send(200, kAnswer);
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Reply> waiting_;
  bool ended_ = false;
  std::thread thread_;
};

void measure_client() {
  test::RawServer server([](test::RawConnection& connection, int) {
    while (!connection.read_message().empty()) connection.write(test::ok("{}"));
  });
  Client client;
  for (const std::size_t size : {std::size_t{500}, std::size_t{490'000}}) {
    const std::string body(size, 'x');
    Request request;
    request.method = "POST";
    request.url = server.url("/submitAsyncAction");
    request.body = body;
    std::vector<double> times;
    for (int i = 0; i < 500; ++i) {
      const auto start = Clock::now();
      if (!client.send(request).ok()) std::exit(1);
      times.push_back(since(start) * 1e6);
    }
    std::sort(times.begin(), times.end());
    std::printf("client POST of %6zu bytes: p50 %.0f us, p99 %.0f us (to the answer)\n", size,
                times[250], times[495]);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 2;
  for (const int threads : {2, 4, 8})
    for (const int connections : {32, 64})
      measure_server("direct", threads, connections, seconds,
                     [](ServerRequest& request, ServerResponse& response) {
                       request.body();
                       response.send(kAnswer);
                     });
  Group group;
  for (const int threads : {2, 4})
    measure_server("deferred", threads, 64, seconds,
                   [&](ServerRequest& request, ServerResponse& response) {
                     request.body();
                     group.add(response.defer());
                   });
  measure_client();
}
