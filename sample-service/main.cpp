#include <sys/epoll.h>
#include <sys/signalfd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "http/server.hpp"
#include "profiles/bench_profile.hpp"
#include "profiles/country_profile.hpp"
#include "service/routes.hpp"

namespace sample {
namespace {

// SIGTERM and SIGINT arrive as events of the loop and end it.
class StopSignals : private EventHandler {
 public:
  explicit StopSignals(EventLoop& loop) : loop_(loop) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    fd_ = UniqueFd(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
    loop_.watch(fd_.get(), *this, EPOLLIN);
  }

 private:
  void on_events(std::uint32_t) override { loop_.stop(); }

  EventLoop& loop_;
  UniqueFd fd_;
};

std::unique_ptr<Profile> make_profile(const Options& options) {
  if (options.profile == "bench") return std::make_unique<BenchProfile>(options.salt);
  return std::make_unique<CountryProfile>();
}

// Whoever waits for the file never sees half of it.
void write_port_file(const std::string& path, std::uint16_t port) {
  const std::string part = path + ".part";
  std::FILE* file = std::fopen(part.c_str(), "w");
  const bool written = file && std::fprintf(file, "%u\n", unsigned{port}) > 0;
  if (!file || std::fclose(file) != 0 || !written || std::rename(part.c_str(), path.c_str()) != 0) {
    throw std::runtime_error("cannot write the port file " + path);
  }
}

void serve(Options options) {
  EventLoop loop;
  const StopSignals signals(loop);
  WitnessLog log = options.log_file.empty() ? WitnessLog() : WitnessLog(options.log_file);
  Stats stats;
  const auto profile = make_profile(options);
  Callbacks callbacks(loop, options, stats, log);
  Submissions submissions(options, *profile, callbacks, stats, log);
  Routes routes(loop, options, *profile, submissions, stats, log);
  const Server server(loop, options.listen, [&routes](const Request& request, const Responder& to) {
    routes.handle(request, to);
  });
  log.event("started");
  if (!options.port_file.empty()) write_port_file(options.port_file, server.port());
  const bool is_ipv6 = options.listen.host.find(':') != std::string::npos;
  std::cout << "listening on http://" << (is_ipv6 ? "[" : "") << options.listen.host
            << (is_ipv6 ? "]:" : ":") << server.port() << options.base_path << std::endl;
  loop.run();
  log.event("stopped");
}

}  // namespace
}  // namespace sample

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    auto options = sample::parse_options(std::span(argv + 1, argv + argc));
    if (options.help) {
      std::cout << sample::help_text();
      return 0;
    }
    if (options.list_oddities) {
      std::cout << sample::list_oddities();
      return 0;
    }
    sample::serve(std::move(options));
    return 0;
  } catch (const std::invalid_argument& error) {
    std::cerr << "stepgate-sample-service: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "stepgate-sample-service: " << error.what() << '\n';
    return 1;
  }
}
