// A host for tests: settings, a log that can be read, HTTP answers that a test makes up, and chunks
// that wait for complete/1.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/completion.hpp>
#include <stepgate/http.hpp>
#include <stepgate/json.hpp>
#include <stepgate/testing/recorder.hpp>
#include <stepgate/text.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stepgate::sdk::testing {

/// Outlives the components that were made with it. complete/1 and log/1 may be used from any
/// thread.
class FakeHost {
 public:
  FakeHost() {
    host_.struct_size = sizeof host_;
    host_.abi_minor = STEPGATE_ABI_MINOR;
    host_.host = this;
    host_.get_service = &Services::get;
  }
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  /// What settings/1 gives for a component; a real host fills in the defaults of the schema.
  void set_settings(const std::string& component, Json values) {
    settings_[component] = std::move(values);
  }
  /// Answers every request from now on. Without it nothing is ever sent: STEPGATE_HTTP_NOT_SENT.
  void on_http(std::function<HttpResponse(const HttpRequest&)> answer) {
    http_ = std::move(answer);
  }
  /// The requests so far.
  const std::vector<HttpRequest>& requests() const noexcept { return requests_; }
  std::vector<std::string> log() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return log_;
  }
  const stepgate_host* raw() const noexcept { return &host_; }

  /// Lets a chunk wait for complete/1; the chunk stays valid until wait() or the end of the test.
  Handle await(const stepgate_chunk* chunk) {
    const std::lock_guard<std::mutex> lock(mutex_);
    waiting_[++last_handle_] = chunk;
    return {0, last_handle_};
  }
  /// Results of a pending chunk, or nothing when they did not come in time.
  std::optional<ChunkReply> wait(Handle handle,
                                 std::chrono::milliseconds time = std::chrono::seconds(10)) {
    std::unique_lock<std::mutex> lock(mutex_);
    const auto come = [&] { return completed_.count(handle.low) != 0; };
    if (!wake_.wait_for(lock, time, come)) return std::nullopt;
    return completed_[handle.low];
  }

 private:
  struct Services {
    static FakeHost& of(const stepgate_host* host) noexcept {
      return *static_cast<FakeHost*>(host->host);
    }
    static void write(const stepgate_host* host, uint32_t, stepgate_str text) {
      const std::lock_guard<std::mutex> lock(of(host).mutex_);
      of(host).log_.emplace_back(view(text));
    }
    static void read(const stepgate_host* host, stepgate_str component, stepgate_str pointer,
                     void (*emit)(void*, stepgate_str), void* context) {
      const auto found = of(host).settings_.find(std::string(view(component)));
      if (found == of(host).settings_.end()) return;
      const std::string_view key = view(pointer);
      const Json& value = key.empty() ? found->second : found->second[key.substr(1)];
      if (value.is_null()) return;
      const std::string text = value.dump();
      emit(context, str(text));
    }
    static void random(const stepgate_host*, uint8_t* out, uint64_t size) {
      for (uint64_t i = 0; i < size; ++i) out[i] = static_cast<uint8_t>(i * 37 + 11);
    }
    static void perform(const stepgate_host* host, const stepgate_call*,
                        const stepgate_http_request* request,
                        void (*done)(void*, const stepgate_http_response*), void* context) {
      of(host).perform(*request, done, context);
    }
    static stepgate_status complete(const stepgate_host* host, uint64_t, uint64_t low,
                                    void (*fill)(void*, const stepgate_call*,
                                                 const stepgate_chunk*),
                                    void* context) {
      return of(host).complete(low, fill, context);
    }
    static const void* get(const stepgate_host*, stepgate_str name) {
      static constexpr stepgate_log_service kLog{sizeof kLog, 0, &write};
      static constexpr stepgate_settings_service kSettings{sizeof kSettings, 0, &read};
      static constexpr stepgate_secret_service kSecret{sizeof kSecret, 0, &random};
      static constexpr stepgate_http_service kHttp{sizeof kHttp, 0, &perform};
      static constexpr stepgate_complete_service kComplete{sizeof kComplete, 0, &complete};
      const std::string_view wanted = view(name);
      if (wanted == "log/1") return &kLog;
      if (wanted == "settings/1") return &kSettings;
      if (wanted == "secret/1") return &kSecret;
      if (wanted == "http/1") return &kHttp;
      if (wanted == "complete/1") return &kComplete;
      return nullptr;
    }
  };

  static HttpRequest copy(const stepgate_http_request& from) {
    HttpRequest to;
    to.method = view(from.method);
    to.url = view(from.url);
    to.body = view(from.body);
    for (uint32_t i = 0; i < from.header_count; ++i) {
      to.headers.emplace_back(view(from.headers[i].name), view(from.headers[i].value));
    }
    to.authorize = (from.flags & STEPGATE_HTTP_AUTHORIZE) != 0;
    to.redirects = (from.flags & STEPGATE_HTTP_REDIRECTS) != 0;
    to.fresh = (from.flags & STEPGATE_HTTP_FRESH) != 0;
    to.timeout_ms = from.timeout_ms;
    to.max_response_bytes = from.max_response_bytes;
    return to;
  }

  void perform(const stepgate_http_request& request,
               void (*done)(void*, const stepgate_http_response*), void* context) {
    requests_.push_back(copy(request));
    HttpResponse answer;
    answer.error = "the test answers no HTTP";
    if (http_) answer = http_(requests_.back());
    std::vector<stepgate_header> headers;
    for (const auto& [name, value] : answer.headers) headers.push_back({str(name), str(value)});
    stepgate_http_response crossing{};
    crossing.struct_size = sizeof crossing;
    crossing.outcome = answer.outcome;
    crossing.status = answer.status;
    crossing.header_count = static_cast<uint32_t>(headers.size());
    crossing.headers = headers.data();
    crossing.body = str(answer.body);
    crossing.after_body_ms = answer.after_body_ms;
    crossing.retry_after_ms = answer.retry_after_ms;
    crossing.final_url = str(answer.final_url);
    crossing.error = str(answer.error);
    done(context, &crossing);
  }

  stepgate_status complete(uint64_t low,
                           void (*fill)(void*, const stepgate_call*, const stepgate_chunk*),
                           void* context) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = waiting_.find(low);
    if (found == waiting_.end()) return STEPGATE_REJECTED;
    stepgate_chunk shown = *found->second;
    shown.values = nullptr;
    waiting_.erase(found);
    Recorder recorder(&shown);
    fill(context, recorder.raw(), &shown);
    completed_[low] = std::move(recorder.reply);
    wake_.notify_all();
    return STEPGATE_OK;
  }

  stepgate_host host_{};
  std::map<std::string, Json> settings_;
  std::function<HttpResponse(const HttpRequest&)> http_;
  std::vector<HttpRequest> requests_;
  mutable std::mutex mutex_;  ///< guards everything below
  std::condition_variable wake_;
  std::vector<std::string> log_;
  uint64_t last_handle_ = 0;
  std::map<uint64_t, const stepgate_chunk*> waiting_;
  std::map<uint64_t, ChunkReply> completed_;
};

}  // namespace stepgate::sdk::testing
