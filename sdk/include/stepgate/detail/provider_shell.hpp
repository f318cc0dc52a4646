// The C table of a provider adapter, over the classes of provider.hpp. Included by it.
#pragma once
#include <stepgate/provider.hpp>

namespace stepgate::sdk::detail {

template <class T>
struct ProviderShell {
  static Provider& of(void* self) noexcept { return *static_cast<T*>(self); }
  static Session& in(void* session) noexcept { return *static_cast<Session*>(session); }

  static stepgate_status discover(void* self, const stepgate_call* call, stepgate_str request) {
    return answered(call, [&](const Call& c) { return of(self).discover(c, view(request)); });
  }
  static stepgate_status open(void* self, const stepgate_call* call, stepgate_str service,
                              void** session) {
    return guarded(call, [&] { *session = of(self).open(Call(*call), view(service)).release(); });
  }
  static void close(void*, void* session) { delete static_cast<Session*>(session); }
  static stepgate_status describe(void*, void* session, const stepgate_call* call) {
    return answered(call, [&](const Call& c) { return in(session).describe(c); });
  }
  static stepgate_status status(void*, void* session, const stepgate_call* call,
                                stepgate_str request) {
    return answered(call, [&](const Call& c) { return in(session).status(c, view(request)); });
  }
  static stepgate_status picklist(void*, void* session, const stepgate_call* call,
                                  stepgate_str request) {
    return answered(call, [&](const Call& c) { return in(session).picklist(c, view(request)); });
  }
  static stepgate_status resource(void*, void* session, const stepgate_call* call,
                                  stepgate_str request) {
    return answered(call, [&](const Call& c) { return in(session).resource(c, view(request)); });
  }
  static stepgate_status submit(void*, void* session, const stepgate_call* call,
                                const stepgate_chunk* chunk, stepgate_submit* submit) {
    return guarded(call, [&] {
      const Call typed(*call);
      const Chunk people(*chunk);
      Submission submission(typed, people, *submit);
      submission.finished();
      in(session).submit(typed, people, submission);
    });
  }
  static stepgate_status on_callback(void*, void* session, const stepgate_call* call,
                                     const stepgate_chunk* chunk,
                                     const stepgate_callback* callback) {
    return guarded(call, [&] {
      const Call typed(*call);
      const Chunk people(*chunk);
      in(session).on_callback(typed, people, Callback(*callback), Results(typed, people));
    });
  }
  static stepgate_status find_token(void*, void* session, const stepgate_call* call,
                                    const stepgate_callback* callback) {
    return guarded(call, [&] { in(session).find_token(Call(*call), Callback(*callback)); });
  }
  static stepgate_status make_token(void*, void* session, const stepgate_call* call,
                                    stepgate_str random, stepgate_str request) {
    return answered(call, [&](const Call& c) {
      return in(session).make_token(c, view(random), view(request));
    });
  }
  static stepgate_status answer(void* self, void* session, const stepgate_call* call,
                                int32_t answer, stepgate_str request_id, stepgate_str message) {
    return answered(call, [&](const Call& c) {
      return of(self).answer(c, static_cast<Session*>(session), answer, view(request_id),
                             view(message));
    });
  }

  static constexpr stepgate_provider_table kTable{sizeof(stepgate_provider_table),
                                                  0,
                                                  &create<T>,
                                                  &destroy<T>,
                                                  &discover,
                                                  &open,
                                                  &close,
                                                  &describe,
                                                  &status,
                                                  &picklist,
                                                  &resource,
                                                  &submit,
                                                  &on_callback,
                                                  &find_token,
                                                  &make_token,
                                                  &answer};
};

}  // namespace stepgate::sdk::detail
