// The import of people over HTTP.
#pragma once
#include "admin/call.hpp"

namespace stepgate::admin {

/// Reads the CSV as it comes. What is wrong before any line was taken is a problem; from then on
/// the answer is a stream of progress lines, and the last one tells how it ended. What was imported
/// stays, whatever comes later.
void import_people(Call& call);

/// The query parameter `separator`: one character, "tab", or 0 when it is not there.
char separator_of(const Call& call);

}  // namespace stepgate::admin
