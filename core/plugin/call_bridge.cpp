#include "plugin/call_bridge.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "plugin/plugin_error.hpp"

namespace stepgate::plugin {
namespace {

constexpr std::size_t kMaxAnswer = 64u << 20;
constexpr std::size_t kMaxCode = 64;
constexpr std::size_t kMaxMessage = 4096;
constexpr Ms kDefaultTime = 10'000;

/// A code that statistics and scripts can go by, or empty.
std::string clean_code(std::string_view code) {
  const bool good =
      !code.empty() && code.size() <= kMaxCode && std::all_of(code.begin(), code.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      });
  return good ? std::string(code) : std::string();
}

/// Bounded UTF-8 for as long as it lives; copies only what has to be mended.
class CleanText {
 public:
  explicit CleanText(std::string_view text) : text_(cut_utf8(text, kMaxMessage)) {
    if (is_valid_utf8(text_)) return;
    mended_ = to_valid_utf8(text_);
    text_ = mended_;
  }
  CleanText(const CleanText&) = delete;
  operator std::string_view() const noexcept { return text_; }
  std::string copy() const { return std::string(text_); }

 private:
  std::string_view text_;
  std::string mended_;
};

bool is_text(std::uint32_t type) noexcept {
  return type >= STEPGATE_STRING && type <= STEPGATE_BAD;
}

}  // namespace

std::string_view view(stepgate_str text) noexcept {
  return text.data == nullptr ? std::string_view{}
                              : std::string_view{text.data, static_cast<std::size_t>(text.size)};
}
stepgate_str str(std::string_view text) noexcept { return {text.data(), text.size()}; }

struct CallBridge::Table {
  static std::int32_t cancelled(const stepgate_call* call) {
    bool yes = false;
    CallBridge& bridge = of(call);
    bridge.inside([&] { yes = bridge.context_.cancelled && bridge.context_.cancelled(); });
    return yes ? 1 : 0;
  }
  static void emit(const stepgate_call* call, stepgate_str text) {
    of(call).inside([&] { of(call).emit(view(text)); });
  }
  static void fail(const stepgate_call* call, stepgate_str code, stepgate_str message) {
    of(call).inside([&] {
      of(call).code_ = clean_code(view(code));
      of(call).message_ = CleanText(view(message)).copy();
    });
  }
  static void retry_after(const stepgate_call* call, std::int64_t ms) {
    of(call).retry_after_ = std::max<std::int64_t>(ms, 0);
  }
  static void warn(const stepgate_call* call, std::int64_t record, stepgate_str code,
                   stepgate_str message) {
    of(call).inside([&] { of(call).warn(record, view(code), view(message)); });
  }
  static void set(const stepgate_call* call, std::uint32_t record, std::uint32_t field,
                  const stepgate_value* value) {
    CallBridge& bridge = of(call);
    bridge.inside([&] {
      if (bridge.sink_ == nullptr) return bridge.fault("results in a call that takes none");
      if (!bridge.in_range("record", record, bridge.chunk_->record_count)) return;
      if (!bridge.in_range("field", field, bridge.chunk_->in_field_count)) return;
      bridge.checked(value,
                     [&](const stepgate_value& good) { bridge.sink_->set(record, field, good); });
    });
  }
  static void set_attribute(const stepgate_call* call, std::uint32_t record,
                            std::uint32_t attribute, const stepgate_value* value) {
    CallBridge& bridge = of(call);
    bridge.inside([&] {
      if (bridge.sink_ == nullptr) return bridge.fault("results in a call that takes none");
      if (!bridge.in_range("record", record, bridge.chunk_->record_count)) return;
      if (!bridge.in_range("attribute", attribute, bridge.chunk_->attribute_count)) return;
      bridge.checked(value, [&](const stepgate_value& good) {
        bridge.sink_->set_attribute(record, attribute, good);
      });
    });
  }
  static void finish(const stepgate_call* call, std::uint32_t record, std::int32_t success,
                     stepgate_str code, stepgate_str reason) {
    CallBridge& bridge = of(call);
    bridge.inside([&] {
      if (bridge.sink_ == nullptr) return bridge.fault("results in a call that takes none");
      if (!bridge.in_range("record", record, bridge.chunk_->record_count)) return;
      bridge.sink_->finish(record, success != 0, CleanText(view(code)), CleanText(view(reason)));
    });
  }
  static void fail_chunk(const stepgate_call* call, stepgate_str code, stepgate_str message) {
    CallBridge& bridge = of(call);
    bridge.inside([&] {
      if (bridge.sink_ == nullptr) return bridge.fault("results in a call that takes none");
      bridge.sink_->fail_chunk(CleanText(view(code)), CleanText(view(message)));
    });
  }
  static std::int32_t candidate(const stepgate_call* call, stepgate_str token) {
    bool found = false;
    of(call).inside([&] {
      if (of(call).good_ != nullptr) found = (*of(call).good_)(view(token));
    });
    return found ? 1 : 0;
  }
};

CallBridge::CallBridge(std::string component, const CallContext& context, ResultSink* sink,
                       const stepgate_chunk* chunk)
    : component_(std::move(component)),
      context_(context),
      sink_(chunk == nullptr ? nullptr : sink),
      chunk_(chunk) {
  call_.struct_size = sizeof call_;
  call_.host = this;
  call_.request_id = context.request_id;
  call_.deadline_unix_ms =
      context.deadline != 0 ? context.deadline : system_clock().now() + kDefaultTime;
  call_.cancelled = &Table::cancelled;
  call_.emit = &Table::emit;
  call_.fail = &Table::fail;
  call_.retry_after = &Table::retry_after;
  call_.warn = &Table::warn;
  call_.set = &Table::set;
  call_.set_attribute = &Table::set_attribute;
  call_.finish = &Table::finish;
  call_.fail_chunk = &Table::fail_chunk;
  call_.candidate = &Table::candidate;
}

const std::string& CallBridge::subject() const noexcept {
  return context_.subject.empty() ? component_ : context_.subject;
}

void CallBridge::emit(std::string_view text) {
  if (text.size() > kMaxAnswer) return fault("an answer of more than 64 MiB");
  answer_.assign(text);
  answered_ = true;
}

void CallBridge::warn(std::int64_t record, std::string_view code, std::string_view message) {
  const std::string clean = clean_code(code).empty() ? "PLUGIN_WARNING" : std::string(code);
  const std::string text = CleanText(message).copy();
  if (sink_ != nullptr) {
    if (record >= static_cast<std::int64_t>(chunk_->record_count) || record < -1) record = -1;
    sink_->warn(record, clean, text);
  } else if (context_.warn) {
    context_.warn(clean, text);
  } else {
    log(Severity::warn, "plugin", component_ + ": " + clean + ": " + text);
  }
}

void CallBridge::fault(std::string_view what) {
  if (faults_++ == 0) first_fault_ = what;
}

bool CallBridge::in_range(const char* what, std::uint32_t index, std::uint32_t count) {
  if (index < count) return true;
  if (faults_++ == 0) {
    first_fault_ = std::string(what) + " " + std::to_string(index) + " of " + std::to_string(count);
  }
  return false;
}

template <class Use>
void CallBridge::checked(const stepgate_value* value, Use&& use) {
  if (value == nullptr || value->type > STEPGATE_BAD) return fault("a value of unknown type");
  if (value->type == STEPGATE_FLOAT && !std::isfinite(value->as.f64)) {
    stepgate_value bad{};
    bad.type = STEPGATE_BAD;
    bad.as.str = str("a number that is not finite");
    return use(bad);
  }
  if (!is_text(value->type)) return use(*value);
  const std::string_view text = view(value->as.str);
  if (is_valid_utf8(text)) {
    stepgate_value good = *value;
    good.as.str = str(text);
    return use(good);
  }
  const std::string mended = to_valid_utf8(text);
  stepgate_value bad{};
  bad.type = STEPGATE_BAD;
  bad.as.str = str(mended);
  use(bad);
}

void CallBridge::tell_faults() {
  if (faults_ == 0) return;
  warn(-1, "PLUGIN_MISUSE",
       component_ + " gave the host " + std::to_string(faults_) +
           " things that it can't use; the first: " + first_fault_);
  faults_ = 0;
}

stepgate_status CallBridge::guarded(const std::function<stepgate_status()>& slot) {
  try {
    return slot();
  } catch (const std::exception& error) {
    message_ = CleanText(error.what()).copy();
  } catch (...) {
    message_ = "an exception of unknown type";
  }
  code_ = "PLUGIN_THREW";
  message_ = "an exception left the plugin: " + message_;
  return STEPGATE_INTERNAL;
}

CallEnd CallBridge::run(const std::function<stepgate_status()>& slot) {
  CallEnd end;
  end.status = guarded(slot);
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  tell_faults();
  if (end.status == STEPGATE_OK) return end;
  if (end.status < STEPGATE_OK || end.status > STEPGATE_INTERNAL) {
    message_ = "returned the unknown status " + std::to_string(end.status);
    end.status = STEPGATE_INTERNAL;
  }
  end.code = code_.empty() ? std::string(default_code(end.status)) : code_;
  if (const auto line = message_.find('\n'); line != std::string::npos) {
    end.remedy = trim(std::string_view(message_).substr(line));
    message_.resize(line);
  }
  end.message = message_.empty() ? component_ + " failed without saying why" : message_;
  end.retry_after = retry_after_;
  return end;
}

void CallBridge::run_or_throw(const std::function<stepgate_status()>& slot) {
  CallEnd end = run(slot);
  if (end.status == STEPGATE_OK) return;
  throw PluginCallError(end.status, std::move(end.code), subject(), std::move(end.message),
                        end.retry_after, std::move(end.remedy));
}

std::string CallBridge::take_answer() {
  if (!answered_) {
    throw Error(ErrorKind::internal, "PLUGIN_NO_ANSWER", component_,
                "said OK without giving an answer", "ask the vendor of the plugin");
  }
  answered_ = false;
  return std::move(answer_);
}

Json CallBridge::answer_json() {
  const std::string text = take_answer();
  try {
    return Json::parse(text, {}, component_);
  } catch (const Error& error) {
    throw Error(ErrorKind::internal, "PLUGIN_ANSWER_UNREADABLE", component_,
                "gave an answer that is not JSON", "ask the vendor of the plugin", error.fact());
  }
}

}  // namespace stepgate::plugin
