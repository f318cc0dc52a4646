// Which host is meant, and with which token.
#pragma once
#include <string>

#include "cli/console.hpp"
#include "cli/parse.hpp"

namespace stepgate::cli {

struct Connection {
  std::string url;         ///< without a slash at its end
  std::string url_source;  ///< "--url", "STEPGATE_URL", a file, "the default"
  std::string token;
};

/// Says once on stderr which token file it found by itself. Throws Failure.
Connection find_connection(const Parsed& parsed, const Console& console);

}  // namespace stepgate::cli
