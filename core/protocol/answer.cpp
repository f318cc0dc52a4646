#include "protocol/answer.hpp"

#include "base/json.hpp"
#include "stepgate/abi.h"

namespace stepgate::protocol {
namespace {

struct Wording {
  int status;
  const char* message;
};

Wording wording(std::int32_t answer) {
  switch (answer) {
    case STEPGATE_ANSWER_OK:
      return {200, "accepted"};
    case STEPGATE_ANSWER_DUPLICATE:
      return {200, "these results were here before; nothing has changed"};
    case STEPGATE_ANSWER_LATE:
      return {200, "too late; the results are kept but not applied"};
    case STEPGATE_ANSWER_CONFLICT:
      return {409, "other results were accepted before"};
    case STEPGATE_ANSWER_BAD_TOKEN:
      return {401, "the callback token is missing or wrong"};
    case STEPGATE_ANSWER_UNREADABLE:
      return {400, "the body can't be read; mend it and send it again"};
    case STEPGATE_ANSWER_TOO_LARGE:
      return {413, "the body is too large"};
    case STEPGATE_ANSWER_UNKNOWN:
      return {404, "nothing waits for a callback here"};
    case STEPGATE_ANSWER_BUSY:
      return {503, "not now; send it again later"};
    default:
      return {500, "an error of the host"};
  }
}

}  // namespace

std::string write_answer(std::int32_t answer, std::string_view request_id,
                         std::string_view message) {
  const Wording words = wording(answer);
  JsonWriter out(256);
  out.begin_object();
  out.key("requestId");
  out.string(request_id);
  out.key("status");
  out.integer(words.status);
  out.key("message");
  out.string(message.empty() ? words.message : message);
  if (answer == STEPGATE_ANSWER_DUPLICATE || answer == STEPGATE_ANSWER_LATE) {
    out.key(answer == STEPGATE_ANSWER_DUPLICATE ? "duplicate" : "late");
    out.boolean(true);
  }
  out.end_object();
  return out.take();
}

}  // namespace stepgate::protocol
