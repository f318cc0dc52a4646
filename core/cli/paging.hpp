// Lists of the API, page after page, as far as they are wanted.
#pragma once
#include <functional>
#include <string>

#include "cli/options.hpp"
#include "cli/session.hpp"

namespace stepgate::cli {

/// --limit and --after (or --before) of verbs that list.
std::vector<Flag> paging_flags(const std::string& cursor = "after");

/// Items up to --limit, 50 unless told, over as many requests as it takes: {items, next}. One page
/// is the answer as it came.
Json fetch_list(const Session& session, const std::string& path, const Query& query,
                const std::string& cursor = "after");
/// Says how to see more, when there is more.
void note_more(const Session& session, const Json& list, const std::string& cursor = "after");

}  // namespace stepgate::cli
