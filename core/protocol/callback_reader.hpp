// The body of a callback, read once, front to back, whatever order its parts come in
// (docs/protocol.md section 4 says what is tolerated).
#pragma once
#include <string>

#include "protocol/callback_sink.hpp"

namespace stepgate::protocol {

/// `body` may be rewritten while reading. `chunk` shows ids (ascending), incoming fields and
/// attributes. Throws Error (malformed, CALLBACK_UNREADABLE). Hot: one body is up to 1000 people.
void read_callback(std::string& body, const stepgate_chunk& chunk, CallbackSink& sink);

}  // namespace stepgate::protocol
