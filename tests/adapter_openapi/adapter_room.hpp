// Loads the adapter's file through the plugin room, with a host that answers requests from a
// script.
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "plugin/plugin_host.hpp"

namespace stepgate::adapter_test {

namespace fs = std::filesystem;

/// A request as the adapter made it, kept.
struct Asked {
  std::string method, url, body;
  std::vector<std::pair<std::string, std::string>> headers;
  bool authorize = false, redirects = false, fresh = false;
  Ms timeout = 0;
  std::uint64_t max_bytes = 0;

  std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (iequals(key, name)) return value;
    }
    return {};
  }
};

/// Answers in the order that was scripted.
class ScriptedDoor final : public plugin::HttpDoor {
 public:
  plugin::HttpReply& answer(int status, std::string body = {}) {
    plugin::HttpReply reply;
    reply.outcome = STEPGATE_HTTP_ANSWERED;
    reply.status = status;
    reply.body = std::move(body);
    return replies_.emplace_back(std::move(reply));
  }
  void no_answer(std::int32_t outcome, std::string error) {
    plugin::HttpReply reply;
    reply.outcome = outcome;
    reply.error = std::move(error);
    replies_.push_back(std::move(reply));
  }
  plugin::HttpReply perform(const plugin::HttpAsk& ask, const plugin::CallContext&) override {
    Asked one{std::string(ask.method),
              std::string(ask.url),
              std::string(ask.body),
              {},
              ask.authorize,
              ask.redirects,
              ask.fresh,
              ask.timeout,
              ask.max_bytes};
    for (const auto& [name, value] : ask.headers) one.headers.emplace_back(name, value);
    asked.push_back(std::move(one));
    if (replies_.empty()) {
      ADD_FAILURE() << "not expected: " << ask.method << ' ' << ask.url;
      return {};
    }
    plugin::HttpReply reply = std::move(replies_.front());
    replies_.pop_front();
    if (reply.final_url.empty()) reply.final_url = std::string(ask.url);
    return reply;
  }
  std::vector<Asked> asked;

 private:
  std::deque<plugin::HttpReply> replies_;
};

/// One line for each thing that the adapter says of people.
class Lines final : public plugin::ResultSink {
 public:
  void set(std::uint32_t record, std::uint32_t field, const stepgate_value& value) override {
    add("f" + std::to_string(field), record, show(value));
  }
  void set_attribute(std::uint32_t record, std::uint32_t attribute,
                     const stepgate_value& value) override {
    add("a" + std::to_string(attribute), record, show(value));
  }
  void finish(std::uint32_t record, bool success, std::string_view code,
              std::string_view reason) override {
    add(success ? "ok" : "failed", record, std::string(code) + '/' + std::string(reason));
  }
  void fail_chunk(std::string_view code, std::string_view message) override {
    text += "chunk " + std::string(code) + '/' + std::string(message) + ' ';
  }
  void warn(std::int64_t record, std::string_view code, std::string_view) override {
    text += "warn " + std::to_string(record) + ' ' + std::string(code) + ' ';
  }
  std::string text;

 private:
  void add(const std::string& what, std::uint32_t record, const std::string& value) {
    text += std::to_string(record) + ' ' + what + '=' + value + ' ';
  }
  static std::string show(const stepgate_value& value) {
    if (value.type == STEPGATE_INT) return std::to_string(value.as.i64);
    if (value.type < STEPGATE_STRING) return "type" + std::to_string(value.type);
    return std::string(value.as.str.data, static_cast<std::size_t>(value.as.str.size));
  }
};

class AdapterRoom : public ::testing::Test {
 protected:
  AdapterRoom() {
    std::string name = (fs::temp_directory_path() / "stepgate-adapter-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    fs::permissions(root_, fs::perms(0755));
    fs::create_directory(root_ / "drop");
    fs::copy_file(ADAPTER_FILE, root_ / "drop" / "adapter-openapi.so");
    fs::permissions(root_ / "drop" / "adapter-openapi.so", fs::perms(0644));
    plugin::PluginHostOptions options;
    options.state_dir = root_ / "state";
    options.settle = 0;
    host_ = std::make_unique<plugin::PluginHost>(std::move(options), nullptr);
    host_->scan({root_ / "drop"});
  }
  ~AdapterRoom() override {
    host_.reset();
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  plugin::PluginHost& host() { return *host_; }
  plugin::ProviderProxy provider() { return host_->provider("provider:openapi"); }
  plugin::CallContext context(plugin::HttpDoor& way_out) {
    plugin::CallContext context;
    context.subject = "service Test";
    context.http = &way_out;
    return context;
  }
  plugin::CallContext context() { return context(door); }

  /// A session of a service at http://h/v2 whose key travels as the header X-API-Key.
  plugin::SessionRef session(Json settings = Json::object(), Json definition = {},
                             const std::string& base = "http://h/v2") {
    Json discovery = Json::parse(
        R"({"security": {"kind": "apiKey", "in": "header", "parameter": "X-API-Key"}, "paths": {"picklist": true}})");
    discovery.set("baseUrl", base);
    return provider().open(context(), Json::object({{"id", 7},
                                                    {"name", "Test"},
                                                    {"url", base + "/openapi.json"},
                                                    {"discovery", discovery},
                                                    {"definition", std::move(definition)},
                                                    {"settings", std::move(settings)}}));
  }
  /// "CODE status" of what `body` throws; empty when it does not.
  template <class Body>
  static std::string refusal(Body body) {
    try {
      body();
    } catch (const plugin::PluginCallError& error) {
      return error.code() + ' ' + std::to_string(error.status());
    }
    return {};
  }

  ScriptedDoor door;

 private:
  fs::path root_;
  std::unique_ptr<plugin::PluginHost> host_;
};

inline std::string code_status(const char* code, int status) {
  return std::string(code) + ' ' + std::to_string(status);
}

}  // namespace stepgate::adapter_test
