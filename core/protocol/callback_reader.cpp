#include "protocol/callback_reader.hpp"

#include <string_view>

#include "base/error.hpp"
#include "protocol/callback_automaton.hpp"

namespace stepgate::protocol {

void read_callback(std::string& body, const stepgate_chunk& chunk, CallbackSink& sink) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  const bool marked = body.starts_with(kBom);
  if (marked) body.erase(0, kBom.size());
  CallbackAutomaton reader(chunk, sink);
  JsonLimits limits;
  limits.lenient = true;
  const auto unreadable = [](const std::string& why) {
    return Error(ErrorKind::malformed, "CALLBACK_UNREADABLE", "the callback's body", why,
                 "Send a JSON object with objectData.");
  };
  try {
    if (!read_json(body, reader, limits, "the callback's body")) {
      throw unreadable("it is neither an object nor a list");
    }
  } catch (const Error& error) {
    if (error.code() == "CALLBACK_UNREADABLE") throw;
    throw unreadable(error.fact() + (error.cause().empty() ? "" : ", " + error.cause()));
  }
  reader.finish();
  if (marked) sink.warn(-1, "BYTE_ORDER_MARK", "the body begins with a byte order mark");
}

}  // namespace stepgate::protocol
