// The listener on which services deliver their results: HTTP around runtime::Intake.
#pragma once
#include <memory>
#include <string>

#include "http/server.hpp"
#include "runtime/intake.hpp"

namespace stepgate::app {

inline constexpr std::string_view kCallbackPath = "/callback/";

class CallbackDoor {
 public:
  /// Binds; answers nothing before start().
  explicit CallbackDoor(http::ServerOptions options);
  void start(runtime::Intake& intake);
  void stop() { server_.stop(); }
  std::string url() const { return server_.url(); }
  http::ServerStats stats() const { return server_.stats(); }

 private:
  void handle(http::ServerRequest& request, http::ServerResponse& response);
  runtime::Intake* intake_ = nullptr;  ///< set before start()
  http::Server server_;
};

}  // namespace stepgate::app
