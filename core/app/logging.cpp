#include "app/logging.hpp"

#include <Poco/AutoPtr.h>
#include <Poco/ConsoleChannel.h>
#include <Poco/Exception.h>
#include <Poco/FormattingChannel.h>
#include <Poco/Logger.h>
#include <Poco/Message.h>
#include <Poco/PatternFormatter.h>

#include <iostream>
#include <string>
#include <vector>

#include "base/error.hpp"
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

/// Channels open their files when the first line comes: too late to say that they can't.
void open_channels() {
  std::vector<std::string> names;
  Poco::Logger::names(names);
  for (const auto& name : names)
    if (auto channel = Poco::Logger::get(name).getChannel()) channel->open();
}

}  // namespace

void connect_logging(bool configured) {
  if (!configured) log_to_standard_error();
  try {
    open_channels();
  } catch (const Poco::Exception& e) {
    log_to_standard_error();
    Poco::Logger::setChannel("", Poco::Logger::root().getChannel());
    throw Error(ErrorKind::invalid, "CONFIG_BAD_VALUE", "logging.channels",
                "one can't be opened: " + e.displayText(),
                "Look at the paths of logging.channels.*; the daemon's user must be able to write "
                "there.");
  }
  set_log_sink([](Severity severity, std::string_view source, std::string_view text) {
    auto& logger = Poco::Logger::get(std::string(source));
    if (!logger.is(priority(severity))) return;
    logger.log(Poco::Message(std::string(source), std::string(text), priority(severity)));
  });
}

}  // namespace stepgate::app
