// People as CSV, streamed in id order from one snapshot.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"
#include "store/people_repository.hpp"

namespace stepgate::people {

struct ExportOptions {
  store::PeopleFilter filter;
  std::vector<std::string> fields;  ///< empty: all
  char separator = ',';
};

/// Calls `write` with pieces of at least 64 kB, the last one aside. Throws Error FIELD_UNKNOWN.
void export_csv(store::Database& database, const ExportOptions& options,
                const std::function<void(std::string_view)>& write);

/// "FIELD=VALUE" as the API and the CLI take it. Throws Error WHERE_INVALID, FIELD_UNKNOWN.
store::PeopleFilter parse_where(store::Database& database, std::string_view where);

}  // namespace stepgate::people
