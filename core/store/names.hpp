// Shared by repositories whose rows have names that are unique without case.
#pragma once
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "store/sql/failure.hpp"

namespace stepgate::store {

/// Runs `write`; a violated unique key becomes NAME_TAKEN.
template <class Write>
auto with_unique_name(std::string_view what, std::string_view name, Write&& write) {
  try {
    return std::forward<Write>(write)();
  } catch (const sql::StatementFailed& e) {
    if (!e.unique()) throw;
    throw Error(ErrorKind::conflict, "NAME_TAKEN",
                std::string(what) + " '" + std::string(name) + "'",
                "another one has this name (names ignore case)", "Choose another name");
  }
}

[[noreturn]] inline void not_found(std::string_view what, std::int64_t id) {
  throw Error(ErrorKind::not_found, "NOT_FOUND", std::string(what) + " " + std::to_string(id),
              "there is none with this id", "See the list");
}

}  // namespace stepgate::store
