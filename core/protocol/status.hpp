// The answer of /status, read for what is there (docs/protocol.md section 3).
#pragma once
#include <string_view>

#include "base/json.hpp"

namespace stepgate::protocol {

/// {healthy, info, warnings, errors, deprecationMessage, deprecationDate, findings} of a 2xx
/// answer, which is healthy whatever it says. A deprecation date is given as
/// "YYYY-MM-DDThh:mm:ssZ"; one that can't be read is null with the finding
/// DEPRECATION_DATE_UNREADABLE, which must change nothing.
Json read_status(std::string_view body);

}  // namespace stepgate::protocol
