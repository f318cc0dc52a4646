// The body of submitAsyncAction (docs/protocol.md section 2).
#pragma once
#include "base/json.hpp"
#include "stepgate/abi.h"

namespace stepgate::protocol {

struct SubmitOptions {
  bool headers_in_context = false;  ///< header parameters also go into context.admin
};

/// Appends the whole payload. The chunk's JSON texts are the host's own and are taken as they are;
/// its context is read once. Hot: one chunk is up to 1000 people. Throws Error when the context is
/// no JSON.
void write_submit(const stepgate_chunk& chunk, const SubmitOptions& options, JsonWriter& out);

}  // namespace stepgate::protocol
