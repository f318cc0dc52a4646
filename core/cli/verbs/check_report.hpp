// The report of a check, for people and for CI systems.
#pragma once
#include <string>

#include "check/report.hpp"
#include "cli/console.hpp"

namespace stepgate::cli {

void print_report(const Console& console, const check::Report& report, bool strict);
/// A test suite: one case for each finding, one for the exchange.
std::string junit_text(const check::Report& report, bool strict);

}  // namespace stepgate::cli
