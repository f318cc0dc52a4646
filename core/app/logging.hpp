// Connects the host's log to Poco's loggers, so that logging.* of the properties file decides where
// lines go.
#pragma once

namespace stepgate::app {

/// `configured`: the file sets logging.*; else lines go to standard error with time and level.
void connect_logging(bool configured);

}  // namespace stepgate::app
