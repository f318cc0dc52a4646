// The small JSON object that every callback is answered with (docs/protocol.md section 4).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace stepgate::protocol {

/// {"requestId", "status", "message"}, and `duplicate` or `late` when it is so. `answer` is one of
/// STEPGATE_ANSWER_*; `status` is the HTTP status that goes with it. Without a message it words
/// one.
std::string write_answer(std::int32_t answer, std::string_view request_id,
                         std::string_view message);

}  // namespace stepgate::protocol
