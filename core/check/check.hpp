// `stepgate check`: tries a service as a host would, with the very code that stepgated runs, and
// says what it found.
#pragma once
#include "check/options.hpp"
#include "check/report.hpp"

namespace stepgate::check {

/// Blocks until the verdict. One check of a process at a time. Throws Error for what is wrong with
/// the options (people, parameters, listen address), before or while the service is asked.
Report run_check(const Options& options, const Hooks& hooks);

}  // namespace stepgate::check
