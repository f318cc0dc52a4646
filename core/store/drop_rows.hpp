// Retention of tables whose rows have an id and a time, both of which rise.
#pragma once
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "store/sql/writer.hpp"

namespace stepgate::store {

/// Drops the oldest rows of `table` (named in the source) until one is younger, some hundred in a
/// transaction; how many went. Ends early when `stopped()` is true.
std::int64_t drop_rows_before(sql::Writer& writer, const std::string& table, Ms before,
                              const std::function<bool()>& stopped);

}  // namespace stepgate::store
