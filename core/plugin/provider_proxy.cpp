#include "plugin/provider_proxy.hpp"

namespace stepgate::plugin {
namespace {

/// The C shape of a callback, over the caller's views.
class CallbackShape {
 public:
  explicit CallbackShape(const CallbackView& from) {
    headers_.reserve(from.headers.size());
    for (const auto& [name, value] : from.headers) headers_.push_back({str(name), str(value)});
    shape_.struct_size = sizeof shape_;
    shape_.header_count = static_cast<std::uint32_t>(headers_.size());
    shape_.headers = headers_.data();
    shape_.body = str(from.body);
  }
  CallbackShape(const CallbackShape&) = delete;
  const stepgate_callback* raw() const noexcept { return &shape_; }

 private:
  std::vector<stepgate_header> headers_;
  stepgate_callback shape_{};
};

/// A slot that may be NULL: then the component does not support it.
template <class Slot, class... Args>
stepgate_status call_slot(Slot slot, Args... args) {
  return slot == nullptr ? static_cast<stepgate_status>(STEPGATE_UNSUPPORTED) : slot(args...);
}

/// `slot(self, session, call, request text)`, answered with JSON.
template <class Slot>
Json ask(const Component& component, void* session, const CallContext& context, const Json& request,
         Slot slot) {
  const std::string text = request.dump();
  CallBridge bridge(component.name(), context);
  bridge.run_or_throw(
      [&] { return call_slot(slot, component.self(), session, bridge.raw(), str(text)); });
  return bridge.answer_json();
}

std::string answer_of(const Component& component, void* session, const CallContext& context,
                      std::int32_t answer, std::string_view request_id, std::string_view message) {
  CallBridge bridge(component.name(), context);
  bridge.run_or_throw([&] {
    return call_slot(component.table<stepgate_provider_table>().answer, component.self(), session,
                     bridge.raw(), answer, str(request_id), str(message));
  });
  return bridge.take_answer();
}

}  // namespace

ProviderSession::ProviderSession(ComponentRef component, const CallContext& context,
                                 const Json& service)
    : component_(std::move(component)) {
  const std::string text = service.dump();
  CallBridge bridge(component_->name(), context);
  bridge.run_or_throw(
      [&] { return table().open(component_->self(), bridge.raw(), str(text), &session_); });
}

ProviderSession::~ProviderSession() {
  try {
    table().close(component_->self(), session_);
  } catch (...) {
    // The session is gone either way; close has no call to say it through.
  }
}

Json ProviderSession::describe(const CallContext& context) const {
  CallBridge bridge(component_->name(), context);
  bridge.run_or_throw([&] { return table().describe(component_->self(), session_, bridge.raw()); });
  return bridge.answer_json();
}
Json ProviderSession::status(const CallContext& context, const Json& request) const {
  return ask(*component_, session_, context, request, table().status);
}
Json ProviderSession::picklist(const CallContext& context, const Json& request) const {
  return ask(*component_, session_, context, request, table().picklist);
}
Json ProviderSession::resource(const CallContext& context, const Json& request) const {
  return ask(*component_, session_, context, request, table().resource);
}

SubmitEnd ProviderSession::submit(const CallContext& context, const stepgate_chunk& chunk,
                                  Handle handle, ResultSink& sink) const {
  stepgate_submit submit{};
  submit.struct_size = sizeof submit;
  submit.handle_high = handle.high;
  submit.handle_low = handle.low;
  submit.retry_after_ms = -1;
  CallBridge bridge(component_->name(), context, &sink, &chunk);
  SubmitEnd end;
  end.end = bridge.run(
      [&] { return table().submit(component_->self(), session_, bridge.raw(), &chunk, &submit); });
  if (end.end.status == STEPGATE_OK &&
      (submit.disposition < STEPGATE_FINISHED || submit.disposition > STEPGATE_PENDING)) {
    end.end = {STEPGATE_INTERNAL, "PLUGIN_FAULT", "said neither finished, accepted nor pending",
               -1};
  }
  end.disposition = submit.disposition;
  end.http_status = submit.http_status;
  end.http_outcome = submit.http_outcome;
  end.after_body = submit.after_body_ms;
  end.retry_after = submit.retry_after_ms >= 0 ? submit.retry_after_ms : end.end.retry_after;
  return end;
}

CallEnd ProviderSession::on_callback(const CallContext& context, const stepgate_chunk& chunk,
                                     const CallbackView& callback, ResultSink& sink) const {
  const CallbackShape shape(callback);
  CallBridge bridge(component_->name(), context, &sink, &chunk);
  return bridge.run([&] {
    return call_slot(table().on_callback, component_->self(), session_, bridge.raw(), &chunk,
                     shape.raw());
  });
}

bool ProviderSession::find_token(const CallContext& context, const CallbackView& callback,
                                 const std::function<bool(std::string_view)>& good) const {
  bool found = false;
  const std::function<bool(std::string_view)> once = [&](std::string_view candidate) {
    return found = found || good(candidate);
  };
  const CallbackShape shape(callback);
  CallBridge bridge(component_->name(), context);
  bridge.take_candidates(once);
  bridge.run_or_throw([&] {
    return call_slot(table().find_token, component_->self(), session_, bridge.raw(), shape.raw());
  });
  return found;
}

std::string ProviderSession::make_token(const CallContext& context, std::string_view random,
                                        const Json& request) const {
  const std::string text = request.dump();
  CallBridge bridge(component_->name(), context);
  bridge.run_or_throw([&] {
    return call_slot(table().make_token, component_->self(), session_, bridge.raw(), str(random),
                     str(text));
  });
  return bridge.take_answer();
}

std::string ProviderSession::answer(const CallContext& context, std::int32_t answer,
                                    std::string_view request_id, std::string_view message) const {
  return answer_of(*component_, session_, context, answer, request_id, message);
}

Json ProviderProxy::discover(const CallContext& context, const Json& request) const {
  const std::string text = request.dump();
  CallBridge bridge(component_->name(), context);
  bridge.run_or_throw([&] {
    return component_->table<stepgate_provider_table>().discover(component_->self(), bridge.raw(),
                                                                 str(text));
  });
  return bridge.answer_json();
}

std::string ProviderProxy::answer(const CallContext& context, std::int32_t answer,
                                  std::string_view request_id, std::string_view message) const {
  return answer_of(*component_, nullptr, context, answer, request_id, message);
}

}  // namespace stepgate::plugin
