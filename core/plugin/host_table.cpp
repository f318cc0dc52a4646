#include "plugin/host_table.hpp"

#include <algorithm>
#include <utility>

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "plugin/call_bridge.hpp"
#include "plugin/http_bridge.hpp"

namespace stepgate::plugin {
namespace {

constexpr std::size_t kMaxLogText = 8192;

/// One line, whatever the plugin put in.
std::string log_line(const std::string& file, std::string_view text) {
  std::string line = file + ": " + to_valid_utf8(cut_utf8(text, kMaxLogText));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return line;
}

Severity severity_of(std::uint32_t severity) noexcept {
  return static_cast<Severity>(std::min<std::uint32_t>(severity, 3));
}

}  // namespace

/// None of these may throw: a plugin is the caller.
struct HostTable::Services {
  static HostTable& of(const stepgate_host* host) noexcept {
    return *static_cast<HostTable*>(host->host);
  }

  static void write(const stepgate_host* host, std::uint32_t severity, stepgate_str text) {
    try {
      log(severity_of(severity), "plugin", log_line(of(host).file_, view(text)));
    } catch (...) {  // a line is lost; nobody to tell
    }
  }

  static void read(const stepgate_host* host, stepgate_str component, stepgate_str pointer,
                   void (*emit)(void*, stepgate_str), void* context) {
    try {
      const auto found = of(host).settings_.find(view(component));
      if (found == of(host).settings_.end()) return;
      const Json& value = found->second.pointer(view(pointer));
      if (value.is_null()) return;
      const std::string text = value.dump();
      emit(context, str(text));
    } catch (...) {  // as if there were none
    }
  }

  /// Ends the process when there is no randomness: no token or nonce would be worth anything.
  static void random(const stepgate_host*, std::uint8_t* out, std::uint64_t size) noexcept {
    const std::string bytes = random_bytes(static_cast<std::size_t>(size));
    std::copy(bytes.begin(), bytes.end(), out);
  }

  static stepgate_status complete(const stepgate_host* host, std::uint64_t high, std::uint64_t low,
                                  void (*fill)(void*, const stepgate_call*, const stepgate_chunk*),
                                  void* context) {
    HostTable& self = of(host);
    try {
      const Fill fill_in = [&](const stepgate_chunk& chunk, ResultSink& sink) {
        const CallContext call_context;
        CallBridge bridge(self.file_, call_context, &sink, &chunk);
        const CallEnd end = bridge.run([&] {
          fill(context, bridge.raw(), &chunk);
          return STEPGATE_OK;
        });
        if (end.status != STEPGATE_OK) sink.fail_chunk(end.code, end.message);
      };
      return self.services_ ? self.services_->complete({high, low}, fill_in)
                            : static_cast<stepgate_status>(STEPGATE_REJECTED);
    } catch (const std::exception& error) {
      write(host, 3, str(error.what()));
      return STEPGATE_RETRYABLE;
    }
  }

  static const void* get_service(const stepgate_host*, stepgate_str name) {
    static constexpr stepgate_log_service kLog{sizeof(stepgate_log_service), 0, &write};
    static constexpr stepgate_settings_service kSettings{sizeof(stepgate_settings_service), 0,
                                                         &read};
    static constexpr stepgate_secret_service kSecret{sizeof(stepgate_secret_service), 0, &random};
    static constexpr stepgate_complete_service kComplete{sizeof(stepgate_complete_service), 0,
                                                         &complete};
    const std::string_view wanted = view(name);
    if (wanted == "http/1") return &http_service();
    if (wanted == "log/1") return &kLog;
    if (wanted == "settings/1") return &kSettings;
    if (wanted == "secret/1") return &kSecret;
    if (wanted == "complete/1") return &kComplete;
    return nullptr;
  }
};

HostTable::HostTable(std::string file, std::shared_ptr<HostServices> services)
    : file_(std::move(file)), services_(std::move(services)) {
  host_.struct_size = sizeof host_;
  host_.abi_minor = STEPGATE_ABI_MINOR;
  host_.host = this;
  host_.get_service = &Services::get_service;
}

}  // namespace stepgate::plugin
