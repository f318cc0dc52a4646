// The listener on which services deliver their results: HTTP around runtime::Intake.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/server.hpp"
#include "runtime/intake.hpp"

namespace stepgate::app {

inline constexpr std::string_view kCallbackPath = "/callback/";

/// Sees what comes to the door, and may answer a callback in the host's place (`stepgate check`).
/// Called on any thread of the listener or the engine, concurrently.
class CallbackWatch {
 public:
  virtual ~CallbackWatch() = default;
  /// Somebody asked for what is no callback URL of this host, or not by POST.
  virtual void strange(std::string_view method, std::string_view path, int status) = 0;
  /// Before the host takes it. An answer given here is sent, and the host never sees the callback.
  virtual std::optional<runtime::CallbackResponse> arrived(
      const std::string& request_id, std::string_view code,
      const runtime::CallbackRequest& callback) = 0;
  /// What the host answered, before it is sent.
  virtual void answered(const std::string& request_id,
                        const runtime::CallbackResponse& response) = 0;
};

class CallbackDoor {
 public:
  /// Binds; answers nothing before start(). `watch` may be null, else it outlives the door.
  explicit CallbackDoor(http::ServerOptions options, CallbackWatch* watch = nullptr);
  void start(runtime::Intake& intake);
  void stop() { server_.stop(); }
  std::string url() const { return server_.url(); }
  http::ServerStats stats() const { return server_.stats(); }

 private:
  /// A stranger's body is not read.
  http::Next admit(http::ServerRequest& request, http::ServerResponse& response);
  void handle(http::ServerRequest& request, http::ServerResponse& response);
  /// False: answered already.
  bool pass_watch(const std::string& request_id, std::string_view code,
                  const runtime::CallbackRequest& callback, http::Reply& reply);
  CallbackWatch* const watch_;
  runtime::Intake* intake_ = nullptr;  ///< set before start()
  http::Server server_;
};

}  // namespace stepgate::app
