// The barrier: no exception leaves a plugin.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/error.hpp>
#include <stepgate/text.hpp>

#include <exception>
#include <new>

namespace stepgate::sdk::detail {

inline void fail(const stepgate_call* call, const char* code, const char* message) noexcept {
  call->fail(call, str(code), str(message));
}

/// Turns the exception in flight into a status and the call's `fail`.
inline stepgate_status report(const stepgate_call* call) noexcept {
  try {
    throw;
  } catch (const PluginError& error) {
    fail(call, error.code().c_str(), error.what());
    if (error.retry_after_ms() >= 0) call->retry_after(call, error.retry_after_ms());
    return error.status();
  } catch (const std::bad_alloc&) {
    fail(call, "OUT_OF_MEMORY", "not enough memory");
  } catch (const std::exception& error) {
    fail(call, "PLUGIN_FAULT", error.what());
  } catch (...) {
    fail(call, "PLUGIN_FAULT", "an exception of unknown type");
  }
  return STEPGATE_INTERNAL;
}

/// Runs `body` (which returns nothing); every way out is a status.
template <class Body>
stepgate_status guarded(const stepgate_call* call, Body&& body) noexcept {
  try {
    body();
    return STEPGATE_OK;
  } catch (...) {
    return report(call);
  }
}

}  // namespace stepgate::sdk::detail
