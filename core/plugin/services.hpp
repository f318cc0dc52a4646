// What the rest of the host lends to plugins. Given in by app; the room knows no HTTP, no store and
// no clock but the machine's.
#pragma once
#include <stepgate/abi.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace stepgate::plugin {

struct CallContext;
class ResultSink;

// ---- http/1 ----
/// A request as a plugin gave it. All views live for the length of the call.
struct HttpAsk {
  std::string_view method, url, body;
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  bool authorize = false;  ///< add the service's grant
  bool redirects = false;
  bool fresh = false;
  Ms timeout = 0;               ///< 0: up to the call's deadline
  std::uint64_t max_bytes = 0;  ///< 0: the host's bound
};
struct HttpReply {
  std::int32_t outcome = STEPGATE_HTTP_REFUSED;  ///< STEPGATE_HTTP_*
  std::int32_t status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;
  Ms after_body = 0;
  Ms retry_after = -1;
  std::string final_url;
  std::string error;  ///< in words, when not answered
};
/// The way out for one call: knows the service's grant, the egress policy, and who traces. Used on
/// the calling thread.
class HttpDoor {
 public:
  virtual ~HttpDoor() = default;
  virtual HttpReply perform(const HttpAsk& ask, const CallContext& call) = 0;
};

// ---- results of people ----
/// Where results go. Indexes and values have been checked: record, field and attribute are in
/// range, texts are UTF-8, numbers finite. Views live until return.
class ResultSink {
 public:
  virtual ~ResultSink() = default;
  virtual void set(std::uint32_t record, std::uint32_t field, const stepgate_value& value) = 0;
  virtual void set_attribute(std::uint32_t record, std::uint32_t attribute,
                             const stepgate_value& value) = 0;
  virtual void finish(std::uint32_t record, bool success, std::string_view code,
                      std::string_view reason) = 0;
  virtual void fail_chunk(std::string_view code, std::string_view message) = 0;
  /// record: an index, or -1 for the whole chunk.
  virtual void warn(std::int64_t record, std::string_view code, std::string_view message) = 0;
};

// ---- complete/1 ----
struct Handle {
  std::uint64_t high = 0, low = 0;
  bool operator==(const Handle&) const = default;
};
/// Calls the plugin back, on this thread, with the chunk (values NULL) and where its results go.
using Fill = std::function<void(const stepgate_chunk& chunk, ResultSink& sink)>;

/// Any thread, also threads of plugins.
class HostServices {
 public:
  virtual ~HostServices() = default;
  /// STEPGATE_OK: applied or kept, durably. STEPGATE_REJECTED: no such chunk is waiting for that
  /// component. STEPGATE_RETRYABLE: not now. What is thrown becomes STEPGATE_RETRYABLE.
  virtual stepgate_status complete(Handle handle, const Fill& fill) = 0;
};

// ---- one call ----
/// What one call may use. Lives longer than the call.
struct CallContext {
  std::string subject;  ///< whom errors are about: "service Country Codes"; empty: the component
  Ms deadline = 0;      ///< wall time; 0: ten seconds from now
  std::uint64_t request_id = 0;
  HttpDoor* http = nullptr;         ///< null: http/1 refuses
  std::function<bool()> cancelled;  ///< empty: never
  /// Deviations of calls that have no ResultSink; empty: they go to the log.
  std::function<void(std::string_view code, std::string_view message)> warn;
};

}  // namespace stepgate::plugin
