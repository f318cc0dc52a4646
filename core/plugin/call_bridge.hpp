// One call into a plugin, from the host's side: the stepgate_call that the plugin sees, what it
// said through it, and the barrier in both directions. Nothing that a plugin passes is believed:
// indexes, types and texts are checked here.
#pragma once
#include <stepgate/abi.h>

#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "plugin/services.hpp"

namespace stepgate::plugin {

std::string_view view(stepgate_str text) noexcept;  ///< empty when data is null
stepgate_str str(std::string_view text) noexcept;

/// How a call ended.
struct CallEnd {
  stepgate_status status = STEPGATE_OK;
  std::string code, message;  ///< filled in when status is not OK
  Ms retry_after = -1;
  std::string remedy = {};  ///< what stood in the message's second line
};

/// Lives on the stack of one thread, for one call.
class CallBridge {
 public:
  /// `component`: who is called, for errors and logs. `sink` with `chunk`: results may be given.
  CallBridge(std::string component, const CallContext& context, ResultSink* sink = nullptr,
             const stepgate_chunk* chunk = nullptr);
  /// For find_token: offered each candidate, until it says true.
  void take_candidates(const std::function<bool(std::string_view)>& good) { good_ = &good; }

  const stepgate_call* raw() const noexcept { return &call_; }
  const CallContext& context() const noexcept { return context_; }
  /// Whom errors are about.
  const std::string& subject() const noexcept;

  /// Calls the slot; nothing that a plugin throws passes. What the host's own functions threw
  /// meanwhile is thrown afterwards.
  CallEnd run(const std::function<stepgate_status()>& slot);
  /// As run; throws PluginCallError unless OK.
  void run_or_throw(const std::function<stepgate_status()>& slot);

  std::string
  take_answer();       ///< the last emitted text; throws Error PLUGIN_NO_ANSWER when there is none
  Json answer_json();  ///< throws Error PLUGIN_ANSWER_UNREADABLE

  /// Runs a function of the host that a plugin called: what it throws waits until the plugin has
  /// returned.
  template <class Body>
  void inside(Body&& body) noexcept {
    try {
      body();
    } catch (...) {
      if (!thrown_) thrown_ = std::current_exception();
    }
  }
  /// Something that the plugin did and shouldn't have: counted; the first is told in a warning.
  void fault(std::string_view what);
  /// The bridge behind a call that a plugin passes back.
  static CallBridge& of(const stepgate_call* call) noexcept {
    return *static_cast<CallBridge*>(call->host);
  }

 private:
  struct Table;  // the C functions

  void emit(std::string_view text);
  void warn(std::int64_t record, std::string_view code, std::string_view message);
  bool in_range(const char* what, std::uint32_t index, std::uint32_t count);
  template <class Use>
  void checked(const stepgate_value* value, Use&& use);
  void tell_faults();
  stepgate_status guarded(const std::function<stepgate_status()>& slot);

  std::string component_;
  const CallContext& context_;
  ResultSink* sink_;
  const stepgate_chunk* chunk_;
  const std::function<bool(std::string_view)>* good_ = nullptr;
  stepgate_call call_{};

  bool answered_ = false;
  std::string answer_;
  std::string code_, message_;
  Ms retry_after_ = -1;
  std::uint64_t faults_ = 0;
  std::string first_fault_;
  std::exception_ptr thrown_;
};

}  // namespace stepgate::plugin
