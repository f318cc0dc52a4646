// Provider adapters: an adapter owns the wire between the host and services of one kind. For an
// adapter that needs no wire, native.hpp is shorter.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/detail/component.hpp>
#include <stepgate/http.hpp>
#include <stepgate/json.hpp>
#include <stepgate/results.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace stepgate::sdk {

/// One HTTP request that came to a callback URL.
class Callback {
 public:
  explicit Callback(const stepgate_callback& callback) noexcept : callback_(&callback) {}

  std::string_view body() const noexcept { return view(callback_->body); }
  std::size_t header_count() const noexcept { return callback_->header_count; }
  std::string_view header_name(std::size_t i) const noexcept {
    return view(callback_->headers[i].name);
  }
  std::string_view header_value(std::size_t i) const noexcept {
    return view(callback_->headers[i].value);
  }
  /// The first header of that name, in any case; empty when there is none.
  std::string_view header(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < header_count(); ++i) {
      if (same_name(header_name(i), name)) return header_value(i);
    }
    return {};
  }
  const stepgate_callback& raw() const noexcept { return *callback_; }

 private:
  static char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  static bool same_name(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
  }
  const stepgate_callback* callback_;
};

/// What became of a submit. Without a word from the adapter it is finished: everybody whose result
/// was not set ends as NO_RESULT.
class Submission {
 public:
  Submission(const Call& call, const Chunk& chunk, stepgate_submit& submit) noexcept
      : results_(call, chunk), submit_(&submit) {}

  const Results& results() const noexcept { return results_; }
  Handle handle() const noexcept { return {submit_->handle_high, submit_->handle_low}; }

  void finished() noexcept { submit_->disposition = STEPGATE_FINISHED; }
  void accepted() noexcept { submit_->disposition = STEPGATE_ACCEPTED; }  ///< by callback_url
  void pending() noexcept { submit_->disposition = STEPGATE_PENDING; }    ///< by Completion
  /// What the service answered, for the host's retry policy, statistics and traces; also before
  /// throwing.
  void answered(const HttpResponse& response) noexcept {
    submit_->http_status = response.status;
    submit_->http_outcome = response.outcome;
    submit_->after_body_ms = response.after_body_ms;
    submit_->retry_after_ms = response.retry_after_ms;
  }

 private:
  Results results_;
  stepgate_submit* submit_;
};

/// One configured service. Functions run on any thread, several at once.
class Session {
 public:
  virtual ~Session() = default;
  virtual std::string describe(const Call& call) = 0;
  virtual std::string status(const Call&, std::string_view /*request*/) {
    return R"({"healthy":true})";
  }
  virtual std::string picklist(const Call&, std::string_view /*request*/) {
    throw unsupported("PICKLIST_NOT_SERVED", "there are no picklists");
  }
  virtual std::string resource(const Call&, std::string_view /*request*/) {
    throw unsupported("RESOURCE_NOT_SERVED", "there is no such resource");
  }
  virtual void submit(const Call& call, const Chunk& chunk, Submission& submission) = 0;
  virtual void on_callback(const Call&, const Chunk&, const Callback&, const Results&) {
    throw unsupported("CALLBACK_UNSUPPORTED", "this adapter takes no callbacks");
  }
  /// call.candidate(token) for each place where a token may stand, best first.
  virtual void find_token(const Call&, const Callback&) {}
  /// The token text for these random bytes, in the shape that services expect.
  virtual std::string make_token(const Call&, std::string_view random,
                                 std::string_view /*request*/) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::string hex;
    for (const char c : random) {
      hex += kHex[static_cast<unsigned char>(c) >> 4];
      hex += kHex[static_cast<unsigned char>(c) & 15];
    }
    return hex;
  }
};

/// Derive, and export with provider<T>(...). Requests and answers are JSON text (ABI.md,
/// provider.*).
class Provider {
 public:
  virtual ~Provider() = default;
  virtual std::string discover(const Call& call, std::string_view request) = 0;
  /// The session ends before the provider does.
  virtual std::unique_ptr<Session> open(const Call& call, std::string_view service) = 0;
  /// The JSON that a callback is answered with; `answer`: STEPGATE_ANSWER_*. `session` may be
  /// nullptr.
  virtual std::string answer(const Call&, Session* /*session*/, int32_t /*answer*/,
                             std::string_view request_id, std::string_view message) {
    return Json::object({{"requestId", request_id}, {"message", message}}).dump();
  }
};

}  // namespace stepgate::sdk

#include <stepgate/detail/provider_shell.hpp>

namespace stepgate::sdk {

/// A component for STEPGATE_PLUGIN. T is made from a Host, or from nothing. All texts are literals.
template <class T>
constexpr stepgate_component provider(std::string_view id, std::string_view version,
                                      std::string_view display_name, std::string_view serves,
                                      std::string_view settings_schema = "{}") noexcept {
  return detail::component(STEPGATE_KIND_PROVIDER, id, version, display_name, serves,
                           settings_schema, &detail::ProviderShell<T>::kTable);
}

}  // namespace stepgate::sdk
