// Everything that goes over the wire during a check: remembered for the judgement, shown when asked
// for, with secrets masked.
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/callback_door.hpp"
#include "catalog/masker.hpp"
#include "check/options.hpp"
#include "http/client.hpp"

namespace stepgate::check {

/// One call of the host.
struct Call {
  std::string method, url, path;
  int status = 0;  ///< 0: no answer
  std::string failure;
  Ms began = 0, ended = 0;  ///< steady
  std::string content_type;
  std::string answer;        ///< the beginning of the body, where it was not 2xx
  std::string callback_url;  ///< of a submit
};

/// One callback of the service.
struct Seen {
  std::string request_id, code;
  runtime::CallbackRequest callback;
  Ms at = 0;       ///< steady
  int status = 0;  ///< what it was answered; 0: not yet
  std::string answer;
  bool staged = false;  ///< answered by the check, not by the host
};

struct Stranger {
  std::string method, path;
  int status = 0;
};

/// Thread safe. Installs itself as the process's wire sink; one at a time.
class Wire : public app::CallbackWatch {
 public:
  explicit Wire(const Hooks& hooks);
  ~Wire() override;

  void strange(std::string_view method, std::string_view path, int status) override;
  std::optional<runtime::CallbackResponse> arrived(
      const std::string& request_id, std::string_view code,
      const runtime::CallbackRequest& callback) override;
  void answered(const std::string& request_id, const runtime::CallbackResponse& response) override;

  void hide(std::string_view secret);  ///< masks it from now on
  std::string mask(std::string_view text);
  /// The next `times` callbacks are answered 503 and never reach the host.
  void refuse_next(int times);

  std::vector<Call> calls() const;
  std::vector<Seen> callbacks() const;
  std::vector<Stranger> strangers() const;

 private:
  void went_out(const http::Request& request, const http::Outcome& outcome,
                const std::function<std::string(std::string_view)>& mask);
  void learn_secrets(Call& call, std::string_view body);
  void show(const std::string& text);

  const Hooks& hooks_;
  mutable std::mutex mutex_;
  std::mutex show_mutex_;
  catalog::Masker masker_;           // mutex_
  std::vector<Call> calls_;          // mutex_
  std::vector<Seen> seen_;           // mutex_
  std::vector<Stranger> strangers_;  // mutex_
  int refuse_ = 0;                   // mutex_
};

}  // namespace stepgate::check
