// Logging without knowing Poco: rooms below app write through this; app connects it to Poco's
// channels.
#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace stepgate {

enum class Severity : unsigned char { debug, info, warn, error };
using LogSink = std::function<void(Severity, std::string_view source, std::string_view text)>;

/// Before threads start. The default sink writes warnings and errors to standard error.
void set_log_sink(LogSink sink);
/// Thread safe. `source` is the room ("plugin", "runtime"); put run and chunk ids into the text as
/// run=.. chunk=...
void log(Severity severity, std::string_view source, std::string_view text);

}  // namespace stepgate
