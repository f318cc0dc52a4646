// Components of a plugin that is linked into the test program, called as the host calls them.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/testing/chunk_builder.hpp>
#include <stepgate/testing/fake_host.hpp>
#include <stepgate/testing/recorder.hpp>
#include <stepgate/text.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace stepgate::sdk::testing {

/// A component of `entry`, created; ended with this object. Throws std::runtime_error when it isn't
/// there or can't start.
template <class Table>
class Made {
 public:
  Made(FakeHost& host, const stepgate_entry& entry, std::string_view id) : host_(host) {
    table_ = static_cast<const Table*>(find(entry, id).table);
    Recorder recorder;
    if (table_->create(host.raw(), recorder.raw(), &self_) != STEPGATE_OK) {
      throw std::runtime_error(recorder.reply.code + ": " + recorder.reply.message);
    }
  }
  ~Made() { table_->destroy(self_); }
  Made(const Made&) = delete;
  Made& operator=(const Made&) = delete;

 protected:
  /// `slot(call)`.
  template <class Slot>
  static Reply run(Slot&& slot) {
    Recorder recorder;
    recorder.reply.status = slot(recorder.raw());
    return recorder.reply;
  }
  FakeHost& host_;
  const Table* table_ = nullptr;
  void* self_ = nullptr;

 private:
  static const stepgate_component& find(const stepgate_entry& entry, std::string_view id) {
    for (uint32_t i = 0; i < entry.component_count; ++i) {
      if (view(entry.components[i]->id) == id) return *entry.components[i];
    }
    throw std::runtime_error("the plugin has no component " + std::string(id));
  }
};

class Auth : public Made<stepgate_auth_table> {
 public:
  using Made::Made;
  Reply inputs(const Json& request) {
    const std::string text = request.dump();
    return run([&](auto* call) { return table_->inputs(self_, call, str(text)); });
  }
  Reply grant(const Json& request) {
    const std::string text = request.dump();
    return run([&](auto* call) { return table_->grant(self_, call, str(text)); });
  }
  Reply sign(const Json& request, std::string_view body) {
    const std::string text = request.dump();
    return run([&](auto* call) { return table_->sign(self_, call, str(text), str(body)); });
  }
};

class Mapping : public Made<stepgate_mapping_table> {
 public:
  using Made::Made;
  Reply propose(const Json& request) {
    const std::string text = request.dump();
    return run([&](auto* call) { return table_->propose(self_, call, str(text)); });
  }
  Reply validate(const Json& request) {
    const std::string text = request.dump();
    return run([&](auto* call) { return table_->validate(self_, call, str(text)); });
  }
};

/// An adapter with one session, opened for `service`.
class Adapter : public Made<stepgate_provider_table> {
 public:
  Adapter(FakeHost& host, const stepgate_entry& entry, std::string_view id,
          const Json& service = Json::object({{"id", 1}, {"name", "Test"}}))
      : Made(host, entry, id) {
    const std::string text = service.dump();
    const Reply reply =
        run([&](auto* call) { return table_->open(self_, call, str(text), &session_); });
    if (!reply.ok()) throw std::runtime_error(reply.code + ": " + reply.message);
  }
  ~Adapter() { table_->close(self_, session_); }

  Reply discover(const Json& request) {
    const std::string text = request.dump();
    return run([&](auto* call) { return table_->discover(self_, call, str(text)); });
  }
  Reply describe() {
    return run([&](auto* call) { return table_->describe(self_, session_, call); });
  }
  Reply status(const Json& request = Json::object({{"authorize", true}})) {
    const std::string text = request.dump();
    return run([&](auto* call) { return table_->status(self_, session_, call, str(text)); });
  }
  Reply picklist(std::string_view name, std::string_view type = "flow") {
    const std::string text = Json::object({{"name", name}, {"type", type}}).dump();
    return run([&](auto* call) { return table_->picklist(self_, session_, call, str(text)); });
  }
  /// With a disposition of STEPGATE_PENDING: see wait(), and keep `chunk` until then.
  ChunkReply submit(ChunkBuilder& chunk) {
    const stepgate_chunk* built = chunk.build();
    last_ = host_.await(built);
    Recorder recorder(built);
    stepgate_submit submit{};
    submit.struct_size = sizeof submit;
    submit.handle_high = last_.high;
    submit.handle_low = last_.low;
    submit.retry_after_ms = -1;
    recorder.reply.status = table_->submit(self_, session_, recorder.raw(), built, &submit);
    recorder.reply.disposition = submit.disposition;
    recorder.reply.http_status = submit.http_status;
    recorder.reply.http_outcome = submit.http_outcome;
    return std::move(recorder.reply);
  }
  /// What complete/1 brought for the last submitted chunk.
  std::optional<ChunkReply> wait() { return host_.wait(last_); }

  ChunkReply on_callback(ChunkBuilder& chunk, std::string_view body, const Headers& headers = {}) {
    Recorder recorder(chunk.build(false));
    const Came came(body, headers);
    recorder.reply.status =
        table_->on_callback(self_, session_, recorder.raw(), chunk.build(false), &came.shape);
    return std::move(recorder.reply);
  }
  /// The candidates that were offered, up to and with `good`.
  std::vector<std::string> find_token(std::string_view body, const Headers& headers,
                                      std::string_view good) {
    Recorder recorder;
    recorder.good_token = good;
    const Came came(body, headers);
    table_->find_token(self_, session_, recorder.raw(), &came.shape);
    return recorder.candidates;
  }
  Reply make_token(std::string_view random) {
    return run([&](auto* call) {
      return table_->make_token(self_, session_, call, str(random), str("{}"));
    });
  }

 private:
  struct Came {
    Came(std::string_view body, const Headers& from) {
      for (const auto& [name, value] : from) headers.push_back({str(name), str(value)});
      shape.struct_size = sizeof shape;
      shape.header_count = static_cast<uint32_t>(headers.size());
      shape.headers = headers.data();
      shape.body = str(body);
    }
    std::vector<stepgate_header> headers;
    stepgate_callback shape{};
  };
  void* session_ = nullptr;
  Handle last_;
};

}  // namespace stepgate::sdk::testing
