// The list of stored credentials, which two verbs show.
#pragma once
#include "cli/session.hpp"

namespace stepgate::cli {

int list_credentials(Session& session);

}  // namespace stepgate::cli
