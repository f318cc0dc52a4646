// The one-time token of an attempt: where it may stand in a callback, and its shape
// (docs/protocol.md sections 2 and 4).
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "stepgate/abi.h"

namespace stepgate::protocol {

/// Base64 text whose first 11 bytes are the munchkin id, which services cut out of it. What follows
/// is ASCII (base64url of `random`), since some services decode the whole as text. Throws Error
/// (TOKEN_INPUT_INVALID) when the id has not 11 characters or `random` is shorter than 16 bytes.
std::string make_token(std::string_view random, std::string_view munchkin_id);

/// Offers each place, best first (x-callback-token, Authorization: Bearer, the body's `token`),
/// until `good` says true; empty ones are skipped. The body is only read when the headers held no
/// good one.
bool find_token(const stepgate_callback& callback,
                const std::function<bool(std::string_view)>& good);

}  // namespace stepgate::protocol
