// One call of the host, seen from inside a component. Valid until the function returns, on its
// thread only.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/error.hpp>
#include <stepgate/text.hpp>

#include <chrono>
#include <string_view>

namespace stepgate::sdk {

class Call {
 public:
  explicit Call(const stepgate_call& call) noexcept : call_(&call) {}

  uint64_t request_id() const noexcept { return call_->request_id; }
  int64_t deadline_unix_ms() const noexcept { return call_->deadline_unix_ms; }
  /// Milliseconds until the deadline; 0 when it has passed.
  int64_t remaining_ms() const noexcept {
    using namespace std::chrono;
    const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    return call_->deadline_unix_ms > now ? call_->deadline_unix_ms - now : 0;
  }
  bool cancelled() const noexcept { return call_->cancelled(call_) != 0; }
  /// Throws CANCELLED when the host no longer wants an answer. Long loops call it now and then.
  void check() const {
    if (cancelled()) throw PluginError(STEPGATE_CANCELLED, "CANCELLED", "the host cancelled it");
  }

  /// The answer. Components return theirs instead; the last one counts.
  void emit(std::string_view text) const noexcept { call_->emit(call_, str(text)); }
  void fail(std::string_view code, std::string_view message) const noexcept {
    call_->fail(call_, str(code), str(message));
  }
  void retry_after(int64_t ms) const noexcept { call_->retry_after(call_, ms); }
  /// A deviation that was lived with.
  void warn(std::string_view code, std::string_view message) const noexcept {
    call_->warn(call_, -1, str(code), str(message));
  }
  void warn(std::size_t record, std::string_view code, std::string_view message) const noexcept {
    call_->warn(call_, static_cast<int64_t>(record), str(code), str(message));
  }
  /// find_token: true when it is an attempt's token of this chunk: stop there.
  bool candidate(std::string_view token) const noexcept {
    return call_->candidate(call_, str(token)) != 0;
  }

  const stepgate_call& raw() const noexcept { return *call_; }

 private:
  const stepgate_call* call_;
};

}  // namespace stepgate::sdk
