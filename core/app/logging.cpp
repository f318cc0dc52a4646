#include "app/logging.hpp"

#include <Poco/AutoPtr.h>
#include <Poco/ConsoleChannel.h>
#include <Poco/FormattingChannel.h>
#include <Poco/Logger.h>
#include <Poco/Message.h>
#include <Poco/PatternFormatter.h>

#include <iostream>

#include "base/log.hpp"

namespace stepgate::app {
namespace {

Poco::Message::Priority priority(Severity severity) {
  switch (severity) {
    case Severity::debug:
      return Poco::Message::PRIO_DEBUG;
    case Severity::info:
      return Poco::Message::PRIO_INFORMATION;
    case Severity::warn:
      return Poco::Message::PRIO_WARNING;
    case Severity::error:
      break;
  }
  return Poco::Message::PRIO_ERROR;
}

void log_to_standard_error() {
  const Poco::AutoPtr<Poco::PatternFormatter> formatter(
      new Poco::PatternFormatter("%Y-%m-%dT%H:%M:%S.%iZ %p %s: %t"));
  const Poco::AutoPtr<Poco::ConsoleChannel> console(new Poco::ConsoleChannel(std::cerr));
  const Poco::AutoPtr<Poco::FormattingChannel> channel(
      new Poco::FormattingChannel(formatter, console));
  Poco::Logger::root().setChannel(channel);
  Poco::Logger::root().setLevel(Poco::Message::PRIO_INFORMATION);
}

}  // namespace

void connect_logging(bool configured) {
  if (!configured) log_to_standard_error();
  set_log_sink([](Severity severity, std::string_view source, std::string_view text) {
    auto& logger = Poco::Logger::get(std::string(source));
    if (!logger.is(priority(severity))) return;
    logger.log(Poco::Message(std::string(source), std::string(text), priority(severity)));
  });
}

}  // namespace stepgate::app
