#include "admin/router.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace stepgate::admin {
namespace {

constexpr std::size_t kMaxSegments = 16;

/// How a path fits a pattern: nothing, or the ids in it.
bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& segments,
          std::vector<std::string_view>& ids) {
  ids.clear();
  if (pattern.size() != segments.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!pattern[i].starts_with('{')) {
      if (pattern[i] != segments[i]) return false;
    } else if (segments[i].empty()) {
      return false;
    } else {
      ids.push_back(segments[i]);
    }
  }
  return true;
}

struct Entry {
  const Route* route;
  std::vector<std::string> pattern;
  std::ptrdiff_t open;  ///< how many {..} it has
};

/// Patterns with fewer {..} first.
const std::vector<Entry>& entries() {
  static const auto kEntries = [] {
    std::vector<Entry> all;
    for (const auto& route : all_routes())
      all.push_back({&route, split(route.path.substr(1), '/'),
                     std::count(route.path.begin(), route.path.end(), '{')});
    std::stable_sort(all.begin(), all.end(),
                     [](const Entry& a, const Entry& b) { return a.open < b.open; });
    return all;
  }();
  return kEntries;
}

}  // namespace

const std::vector<Route>& all_routes() {
  static const auto kRoutes = [] {
    std::vector<Route> all;
    for (const auto part :
         {status_routes(), backup_routes(), field_routes(), people_routes(), erase_routes(),
          plugin_routes(), credential_routes(), service_routes(), service_life_routes(),
          onboarding_routes(), campaign_routes(), run_routes(), undo_routes(), dead_routes(),
          history_routes(), job_routes()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return kRoutes;
}

Match find_route(std::string_view method, const std::vector<std::string>& segments) {
  Match match;
  if (segments.size() > kMaxSegments) return match;
  if (method == "HEAD") method = "GET";
  std::string_view path;  // of the first pattern that fits: others may not stand in for it
  for (const auto& entry : entries()) {
    if (!path.empty() && entry.route->path != path) continue;
    if (!fits(entry.pattern, segments, match.ids)) continue;
    path = entry.route->path;
    if (entry.route->method == method) {
      match.route = entry.route;
      match.allow.clear();
      return match;
    }
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += entry.route->method;
    if (entry.route->method == "GET") match.allow += ", HEAD";
  }
  match.ids.clear();
  return match;
}

}  // namespace stepgate::admin
