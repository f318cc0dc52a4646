#include "admin/call.hpp"

#include <algorithm>
#include <set>

#include "admin/problem.hpp"
#include "base/text.hpp"
#include "campaign/campaigns.hpp"
#include "catalog/onboarding.hpp"

namespace stepgate::admin {

std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  if (!list.empty()) words = split(list, ' ');
  return words;
}

namespace {

/// Without the empty one, which stands for "not given".
std::vector<std::string> named(std::vector<std::string> words) {
  std::erase(words, "");
  return words;
}

}  // namespace

Json time_or_null(Ms at) { return at == 0 ? Json() : Json(format_datetime(at)); }

std::int64_t Call::number_id(std::string_view what, std::size_t index) const {
  const auto number = parse_int(id(index));
  if (number && *number > 0) return *number;
  throw Error(ErrorKind::not_found, "NOT_FOUND",
              std::string(what) + " " + std::string(cut_utf8(id(index), 100)),
              "there is none with this id", "Ids are whole numbers above 0; see the list");
}

flow::ServiceId Call::service() const { return parts.onboarding->find(id()); }
flow::CampaignId Call::campaign() const { return parts.campaigns->find(id()); }

void Call::bad_query(std::string_view name, std::string_view value, const std::string& remedy) {
  throw Error(ErrorKind::invalid, "QUERY_INVALID", "query parameter " + std::string(name),
              "'" + std::string(cut_utf8(value, 100)) + "' cannot be used", remedy);
}

void Call::check_query() const {
  const auto known = words_of(route.query);
  std::set<std::string_view> seen;
  for (const auto& [name, value] : request.query_parameters()) {
    if (!seen.insert(name).second)
      throw Error(ErrorKind::invalid, "QUERY_REPEATED",
                  "query parameter " + std::string(cut_utf8(name, 100)), "is there twice",
                  "Give each parameter once");
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto near = nearest(name, known);
    throw Error(
        ErrorKind::invalid, "QUERY_UNKNOWN", "query parameter " + std::string(cut_utf8(name, 100)),
        std::string(route.method) + " " + std::string(route.path) + " has no such parameter",
        !near.empty()   ? "Did you mean " + near + "?"
        : known.empty() ? "It takes none"
                        : "It takes: " + join(known, ", "));
  }
}

std::string_view Call::query(std::string_view name) const {
  return request.query(name).value_or("");
}

bool Call::flag(std::string_view name) const {
  const auto value = query(name);
  if (value.empty() || value == "false") return false;
  if (value != "true") bad_query(name, value, "Write true or false");
  return true;
}

std::int64_t Call::integer(std::string_view name, std::int64_t least, std::int64_t most,
                           std::int64_t otherwise) const {
  const auto value = request.query(name);
  if (!value) return otherwise;
  const auto number = parse_int(*value);
  if (!number || *number < least || *number > most)
    bad_query(name, *value,
              "Give a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return *number;
}

Ms Call::time(std::string_view name) const {
  const auto value = query(name);
  if (value.empty()) return 0;
  const auto at =
      parse_datetime(is_full_date(value) ? std::string(value) + "T00:00:00Z" : std::string(value));
  if (!at) bad_query(name, value, "Give a time like 2026-01-31T12:00:00Z, or a day");
  return *at;
}

std::string Call::word(std::string_view name, const std::vector<std::string>& words) const {
  const auto value = query(name);
  if (value.empty()) return words.front();
  const auto found = std::find(words.begin(), words.end(), value);
  if (found == words.end()) bad_query(name, value, "Give one of: " + join(named(words), ", "));
  return *found;
}

void Call::answer(const Json& json) const { response.status(route.status).send(json.dump()); }

void Call::answer_empty() const { response.status(204).send(); }

void Call::answer_list(Json list) const {
  auto& items = list.mutable_members().front().second.mutable_items();
  const auto total = items.size();
  const auto first =
      std::min(total, static_cast<std::size_t>(integer("after", 0, std::int64_t(1) << 40, 0)));
  // Whole, unless a page is asked for: these lists are short.
  const auto n = request.query("limit") ? std::min(limit(), total - first) : total - first;
  const auto begin = items.begin() + static_cast<std::ptrdiff_t>(first);
  items.erase(begin + static_cast<std::ptrdiff_t>(n), items.end());
  items.erase(items.begin(), begin);
  list.set("next", first + n < total ? Json(std::to_string(first + n)) : Json());
  list.set("total", total);
  answer(list);
}

}  // namespace stepgate::admin
