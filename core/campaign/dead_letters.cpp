#include "campaign/dead_letters.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <map>
#include <memory>

#include "base/error.hpp"
#include "base/text.hpp"
#include "campaign/views.hpp"
#include "store/campaign_repository.hpp"
#include "store/run_repository.hpp"
#include "store/service_repository.hpp"

namespace stepgate::campaign {
namespace {

constexpr std::size_t kPage = 1000;
constexpr std::size_t kShownPeople = 1000;
constexpr std::chrono::seconds kDurableWithin{30};

Json row_view(const store::DeadLetter& letter) {
  return Json::object({{"letter", letter_name(letter.row)},
                       {"run", letter.row.run},
                       {"chunk", letter.row.seq},
                       {"service", letter.row.service},
                       {"code", letter.code},
                       {"reason", letter.message},
                       {"people", letter.row.people},
                       {"attempts", letter.row.attempt},
                       {"diedAt", time_or_null(letter.closed_at)},
                       {"state", Json(to_string(letter.state))},
                       {"doneAt", time_or_null(letter.done_at)},
                       {"replayRun", letter.replay == 0 ? Json() : Json(letter.replay)},
                       {"late", letter.late}});
}

Json late_view(const store::LateResults& late) {
  const auto failed = std::count(late.results->failed.begin(), late.results->failed.end(), 1);
  const auto people = static_cast<std::int64_t>(late.results->ids.size());
  const auto& code = late.results->chunk_code;
  return Json::object({{"at", time_or_null(late.at)},
                       {"people", people},
                       {"failed", static_cast<std::int64_t>(failed)},
                       {"code", code.empty() ? Json() : Json(code)}});
}

[[noreturn]] void refuse(const char* code, const std::string& letter, const std::string& fact,
                         const std::string& remedy) {
  throw Error(ErrorKind::conflict, code, "dead letter " + letter, fact, remedy);
}

}  // namespace

store::DeadLetter DeadLetters::get(std::string_view letter) {
  const auto dot = letter.find('.');
  const auto run = parse_int(letter.substr(0, dot));
  const auto seq = dot == std::string_view::npos ? std::nullopt : parse_int(letter.substr(dot + 1));
  if (run && seq && *seq > 0 && *seq <= UINT32_MAX)
    if (auto found = database_.dead().find(*run, static_cast<std::uint32_t>(*seq))) return *found;
  throw Error(ErrorKind::not_found, "DEAD_NOT_FOUND",
              "dead letter " + std::string(cut_utf8(letter, 100)), "there is no such letter",
              "`stepgate dead list` shows them: RUN.CHUNK, like 7.3");
}

store::DeadLetter DeadLetters::get_waiting(std::string_view letter) {
  auto found = get(letter);
  if (found.state != store::DeadState::waiting)
    refuse("DEAD_DEALT_WITH", letter_name(found.row),
           "is " + std::string(to_string(found.state)) + " already",
           "`stepgate dead list` shows those that wait");
  return found;
}

Json DeadLetters::list(store::DeadQuery query, std::string_view after) {
  if (!after.empty()) {
    const auto dot = after.find('.');
    const auto at = parse_int(after.substr(0, dot));
    const auto chunk =
        dot == std::string_view::npos ? std::nullopt : parse_int(after.substr(dot + 1));
    if (!at || !chunk)
      throw Error(ErrorKind::invalid, "BAD_QUERY", "query parameter after",
                  "is no cursor of this list", "Give `next` of the page before, as it is");
    query.after = {*at, *chunk};
  }
  Json items = Json::array();
  std::string last;
  for (const auto& letter : database_.dead().list(query)) {
    last = std::to_string(letter.closed_at) + "." + std::to_string(letter.row.chunk);
    items.push(row_view(letter));
  }
  const bool more = items.size() == query.limit;
  return Json::object({{"items", items}, {"next", more ? Json(last) : Json()}});
}

Json DeadLetters::show(std::string_view name) {
  const auto letter = get(name);
  auto json = row_view(letter);
  const auto members = database_.store().members(letter.row.key());
  Json ids = Json::array();
  for (std::size_t i = 0; i < members.size() && i < kShownPeople; ++i) ids.push(members[i]);
  Json late = Json::array();
  for (const auto& results : database_.dead().late(letter.row.key())) late.push(late_view(results));
  return json.set("ids", ids)
      .set("trace", trace_view(database_, letter.row.key()))
      .set("lateResults", late);
}

std::vector<store::DeadLetter> DeadLetters::chosen(const std::vector<std::string>& letters,
                                                   store::DeadQuery query) {
  std::vector<store::DeadLetter> all;
  std::map<flow::ChunkKey, bool> seen;
  for (const auto& name : letters) {
    auto letter = get_waiting(name);
    if (seen.emplace(letter.row.key(), true).second) all.push_back(std::move(letter));
  }
  if (!letters.empty()) return all;
  query.state = store::DeadState::waiting;
  query.limit = kPage;
  for (;;) {
    auto page = database_.dead().list(query);
    const bool more = page.size() == kPage;
    if (more) query.after = {page.back().closed_at, page.back().row.chunk};
    std::move(page.begin(), page.end(), std::back_inserter(all));
    if (!more) return all;
  }
}

/// With the parameters that they died with, unless the campaign uses another service by now.
Json DeadLetters::replay_of(flow::RunId run, const std::vector<store::DeadLetter>& letters) {
  const auto died_in = database_.runs().get(run);
  const auto campaign = database_.campaigns().get(died_in.row.campaign);
  const auto service = database_.services().get(campaign.service);
  if (service.plan_version == 0)
    throw Error(ErrorKind::conflict, "SERVICE_NOT_ACTIVE", "service " + service.name,
                "is " + service.state, "Finish its onboarding first.");
  store::NewRun again;
  again.campaign = campaign.id;
  again.service = campaign.service;
  again.plan = service.plan_version;
  const bool same = campaign.service == died_in.row.service;
  again.parameters = same ? died_in.row.parameters : campaign.parameters.dump();
  again.context = died_in.row.context;
  again.chunk_people = died_in.row.chunk_people;
  again.audience.kind = store::Audience::Kind::ids;
  Json names = Json::array();
  for (const auto& letter : letters) {
    const auto members = database_.store().members(letter.row.key());
    again.audience.ids.insert(again.audience.ids.end(), members.begin(), members.end());
    again.replays.push_back(letter.row.key());
    if (names.size() < kPage) names.push(letter_name(letter.row));
  }
  const auto started = database_.runs().create(again);
  engine_.run_changed(started.row.run);
  return Json::object(
      {{"run", started.row.run}, {"replays", run}, {"letters", names}, {"people", started.people}});
}

Json DeadLetters::replay(const std::vector<std::string>& letters, const store::DeadQuery& query) {
  std::map<flow::RunId, std::vector<store::DeadLetter>> by_run;
  for (auto& letter : chosen(letters, query)) by_run[letter.row.run].push_back(std::move(letter));
  Json runs = Json::array();
  for (const auto& [run, of_run] : by_run) runs.push(replay_of(run, of_run));
  return Json::object({{"runs", runs}});
}

Json DeadLetters::discard(const std::vector<std::string>& letters, const store::DeadQuery& query) {
  std::vector<flow::ChunkKey> keys;
  for (const auto& letter : chosen(letters, query)) keys.push_back(letter.row.key());
  std::int64_t discarded = 0;
  for (std::span<const flow::ChunkKey> left(keys); !left.empty();) {
    const auto some = left.first(std::min(kPage, left.size()));
    discarded += database_.dead().mark(some, store::DeadState::discarded);
    left = left.subspan(some.size());
  }
  return Json::object({{"discarded", discarded}});
}

Json DeadLetters::apply(std::string_view name, std::int64_t which) {
  const auto letter = get(name);
  const auto shown = letter_name(letter.row);
  if (letter.state == store::DeadState::replayed || letter.state == store::DeadState::applied)
    refuse("DEAD_DEALT_WITH", shown, "is " + std::string(to_string(letter.state)) + " already",
           "What came late is not applied over what was sent again.");
  const auto late = database_.dead().late(letter.row.key());
  if (late.empty() || which > static_cast<std::int64_t>(late.size()))
    refuse("LATE_NOT_FOUND", shown, "no such results came afterwards",
           "`stepgate dead show " + shown + "` lists what came late");
  if (which <= 0 && late.size() > 1)
    refuse("LATE_SEVERAL", shown, "several sets of results came afterwards",
           "Say which: `stepgate dead apply " + shown + " --late N`");
  const auto& results =
      late[static_cast<std::size_t>(std::max<std::int64_t>(1, which) - 1)].results;
  const auto done = std::make_shared<std::promise<runtime::EventReply>>();
  engine_.post(letter.row.key(), flow::LateApplied{results}, {},
               [done](const runtime::EventReply& reply) { done->set_value(reply); });
  auto durable = done->get_future();
  const bool told = durable.wait_for(kDurableWithin) == std::future_status::ready;
  const auto reply =
      told ? durable.get()
           : runtime::EventReply{runtime::EventReply::Kind::unavailable, std::nullopt};
  if (reply.kind == runtime::EventReply::Kind::unavailable)
    throw Error(ErrorKind::unavailable, "LATE_NOT_WRITTEN", "dead letter " + shown,
                "can't be written now", "Try again; the daemon's log says why");
  if (!reply.verdict)
    refuse("DEAD_DEALT_WITH", shown, "was dealt with meanwhile",
           "`stepgate dead show " + shown + "` shows how it stands");
  return row_view(get(shown));
}

}  // namespace stepgate::campaign
