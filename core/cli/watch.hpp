// A run, looked at until it ends.
#pragma once
#include <string>

#include "base/json.hpp"
#include "cli/session.hpp"

namespace stepgate::cli {

/// Polls, shows progress, then the table of what came out (or the run's JSON). kInterrupted after
/// Ctrl-C: the run goes on. kWorkFailed when it was aborted or everyone failed.
int watch_run(Session& session, const std::string& run);
/// People by outcome and code, field writes, pace.
void print_run(const Session& session, const Json& run);

}  // namespace stepgate::cli
