// Values of flags: NAME=VALUE pairs and what their type makes of them.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "cli/session.hpp"

namespace stepgate::cli {

/// Splits at the first '='. Throws Failure (exit 2).
std::pair<std::string, std::string> pair_of(const std::string& text, const std::string& flag);
/// As JSON of a service's data type: "true" of a boolean becomes true; what does not fit stays
/// text, for the host to refuse in its own words.
Json typed_value(const std::string& text, const std::string& data_type);
/// {name: value} of a repeatable flag, typed by the attributes that the service declares.
Json typed_pairs(const Session& session, const std::string& flag, const Json& attributes);
/// Adds the flag as a query parameter when it is given.
void add_query(Query& query, const Session& session, const std::string& flag,
               const std::string& parameter);
/// Ids of people, one a line; "-" is stdin. Throws Failure (exit 2) with the line.
Json ids_of_file(const std::string& path, Surroundings& surroundings);

}  // namespace stepgate::cli
