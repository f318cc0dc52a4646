// service install: the whole onboarding, step by step.
#pragma once
#include "cli/options.hpp"
#include "cli/session.hpp"

namespace stepgate::cli {

Verb install_verb();

/// Makes custom fields of what the service suggests and nobody has: incoming ones, and outgoing
/// ones that it requires. The change of the mapping that uses them, or null.
Json create_suggested_fields(Session& session, const Json& mapping, const Json& definition);

}  // namespace stepgate::cli
