#include "base/log.hpp"

#include <cstdio>
#include <memory>
#include <mutex>

#include "base/clock.hpp"

namespace stepgate {
namespace {

const char* word_for(Severity severity) {
  switch (severity) {
    case Severity::debug:
      return "debug";
    case Severity::info:
      return "info";
    case Severity::warn:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

/// One line, one write. Control characters become spaces: a text from outside cannot forge a line.
void write_to_stderr(Severity severity, std::string_view source, std::string_view text) {
  std::string line = format_datetime(system_clock().now());
  line.append(" ").append(word_for(severity)).append(" ");
  line.append(source).append(": ").append(text);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void default_sink(Severity severity, std::string_view source, std::string_view text) {
  if (severity >= Severity::warn) write_to_stderr(severity, source, text);
}

struct SinkHolder {
  std::mutex mutex;
  std::shared_ptr<const LogSink> sink = std::make_shared<const LogSink>(default_sink);
};

/// Never destroyed: destructors of other static objects may still log.
SinkHolder& holder() {
  static auto* const instance = new SinkHolder;
  return *instance;
}

std::shared_ptr<const LogSink> current_sink() {
  const std::lock_guard lock(holder().mutex);
  return holder().sink;
}

}  // namespace

void set_log_sink(LogSink sink) {
  auto next = std::make_shared<const LogSink>(sink ? std::move(sink) : LogSink(default_sink));
  const std::lock_guard lock(holder().mutex);
  holder().sink.swap(next);
}

void log(Severity severity, std::string_view source, std::string_view text) {
  // Called outside the lock: a sink may log, and threads do not wait for one another here.
  const auto sink = current_sink();
  try {
    (*sink)(severity, source, text);
  } catch (...) {
    // A log that fails must not turn into a failure of the work it tells about.
    write_to_stderr(severity, source, text);
  }
}

}  // namespace stepgate
