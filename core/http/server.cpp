#include "http/server.hpp"

#include "http/detail/server_core.hpp"

namespace stepgate::http {

namespace detail {
void answer_error(const ServerRequest& request, ServerResponse& response,
                  const std::exception_ptr& thrown);
}

Server::Server(ServerOptions options, Handler handler) {
  if (!options.on_error) options.on_error = detail::answer_error;
  core_ = std::make_shared<detail::ServerCore>(std::move(options), std::move(handler));
}

Server::~Server() { core_->stop(2'000); }

void Server::start() { core_->start(); }
void Server::stop(Ms grace) { core_->stop(grace); }
std::uint16_t Server::port() const noexcept { return core_->port(); }
std::string Server::address() const { return core_->address(); }
ServerStats Server::stats() const { return core_->stats(); }

std::string Server::url() const {
  return (core_->options().tls_cert_pem_file.empty() ? "http://" : "https://") + core_->address();
}

}  // namespace stepgate::http
