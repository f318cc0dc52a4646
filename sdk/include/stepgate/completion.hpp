// complete/1: a native adapter finishes a chunk after submit has said that it is pending. Any
// thread of the plugin.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/call.hpp>
#include <stepgate/chunk.hpp>
#include <stepgate/results.hpp>

#include <cstdint>
#include <exception>

namespace stepgate::sdk {

/// Names a chunk and attempt; copy it freely.
struct Handle {
  uint64_t high = 0;
  uint64_t low = 0;
};

class Completion {
 public:
  Completion(const stepgate_host* host, const stepgate_complete_service* service) noexcept
      : host_(host), service_(service) {}

  /// `fill(const Call&, Results&)` gives the results, on this thread; `results.chunk()` shows ids
  /// and fields again, without values. STEPGATE_OK: applied or kept, durably. STEPGATE_REJECTED: no
  /// such chunk is waiting. STEPGATE_RETRYABLE: not now. When `fill` throws, nothing is applied
  /// that would look like success: the chunk fails with PLUGIN_FAULT, and it is thrown again here.
  template <class Fill>
  stepgate_status complete(Handle handle, Fill&& fill) const {
    Landing<Fill> landing{&fill, nullptr};
    const stepgate_status status =
        service_->complete(host_, handle.high, handle.low, &Landing<Fill>::land, &landing);
    if (landing.error) std::rethrow_exception(landing.error);
    return status;
  }

 private:
  template <class Fill>
  struct Landing {
    std::remove_reference_t<Fill>* fill;
    std::exception_ptr error;

    static void land(void* context, const stepgate_call* call,
                     const stepgate_chunk* chunk) noexcept {
      auto& self = *static_cast<Landing*>(context);
      try {
        const Call typed(*call);
        Results results(typed, Chunk(*chunk));
        (*self.fill)(typed, results);
      } catch (...) {
        self.error = std::current_exception();
        call->fail_chunk(call, str("PLUGIN_FAULT"), str("the adapter failed while completing"));
      }
    }
  };

  const stepgate_host* host_;
  const stepgate_complete_service* service_;
};

}  // namespace stepgate::sdk
