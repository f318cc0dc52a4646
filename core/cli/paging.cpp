#include "cli/paging.hpp"

#include <algorithm>

#include "cli/table.hpp"

namespace stepgate::cli {
namespace {

constexpr std::int64_t kUsual = 50;
constexpr std::int64_t kLargestPage = 1000;

}  // namespace

std::vector<Flag> paging_flags(const std::string& cursor) {
  return {{"limit", "N", "how many at most, 50 unless told"},
          {cursor, "CURSOR", "go on behind an earlier list's end"}};
}

Json fetch_list(const Session& session, const std::string& path, const Query& query,
                const std::string& cursor) {
  auto left = session.number("limit", kUsual, 1);
  auto at = session.value(cursor);
  Json whole;
  while (left > 0) {
    auto page_query = query;
    page_query.emplace_back("limit", std::to_string(std::min(left, kLargestPage)));
    if (!at.empty()) page_query.emplace_back(cursor, at);
    auto page = session.api().get(path, page_query);
    left -= static_cast<std::int64_t>(page["items"].size());
    const auto next = cell_text(page["next"]);
    const bool over = page["next"].is_null() || page["items"].size() == 0 || next == at;
    at = next;
    if (whole.is_null()) {
      whole = std::move(page);
    } else {
      for (auto& item : page.find("items")->mutable_items())
        whole.find("items")->push(std::move(item));
      whole.set("next", page["next"]);
    }
    if (over) break;
  }
  return whole;
}

void note_more(const Session& session, const Json& list, const std::string& cursor) {
  if (!list["next"].is_null())
    session.console().note("there is more: --limit N, or --" + cursor + " " +
                           cell_text(list["next"]));
}

}  // namespace stepgate::cli
