// What the host offers a component. A Host is two pointers: keep a copy for as long as the
// component lives.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/completion.hpp>
#include <stepgate/error.hpp>
#include <stepgate/http.hpp>
#include <stepgate/json.hpp>
#include <stepgate/text.hpp>

#include <string>
#include <string_view>

namespace stepgate::sdk {

/// log/1. Any thread.
class Log {
 public:
  Log(const stepgate_host* host, const stepgate_log_service* service) noexcept
      : host_(host), service_(service) {}
  void debug(std::string_view text) const noexcept { write(0, text); }
  void info(std::string_view text) const noexcept { write(1, text); }
  void warning(std::string_view text) const noexcept { write(2, text); }
  void error(std::string_view text) const noexcept { write(3, text); }

 private:
  void write(uint32_t severity, std::string_view text) const noexcept {
    service_->write(host_, severity, str(text));
  }
  const stepgate_host* host_;
  const stepgate_log_service* service_;
};

class Host {
 public:
  explicit Host(const stepgate_host* host) noexcept : host_(host) {}

  Log log() const { return Log(host_, service<stepgate_log_service>("log/1")); }
  Http http() const { return Http(host_, service<stepgate_http_service>("http/1")); }
  Completion completion() const {
    return Completion(host_, service<stepgate_complete_service>("complete/1"));
  }
  /// settings/1: the validated settings of a component of this plugin, defaults filled in:
  /// `settings("my-id")["key"]`.
  Json settings(std::string_view component) const {
    const auto* table = service<stepgate_settings_service>("settings/1");
    std::string text = "{}";
    table->read(host_, str(component), str(""), &keep_text, &text);
    return Json::parse(text);
  }
  /// secret/1.
  std::string random_bytes(std::size_t count) const {
    std::string bytes(count, '\0');
    service<stepgate_secret_service>("secret/1")
        ->random(host_, reinterpret_cast<uint8_t*>(bytes.data()), count);
    return bytes;
  }

  /// A service by name and revision, or nullptr.
  const void* find_service(std::string_view name) const noexcept {
    return host_->get_service(host_, str(name));
  }
  const stepgate_host* raw() const noexcept { return host_; }

 private:
  template <class Table>
  const Table* service(const char* name) const {
    const auto* table = static_cast<const Table*>(find_service(name));
    if (table == nullptr) {
      throw unsupported("SERVICE_MISSING", std::string("the host does not offer ") + name);
    }
    return table;
  }
  /// Called by the host. Out of memory leaves the text as it was rather than crossing.
  static void keep_text(void* context, stepgate_str json) noexcept {
    try {
      *static_cast<std::string*>(context) = view(json);
    } catch (...) {
    }
  }

  const stepgate_host* host_;
};

}  // namespace stepgate::sdk
