// Dead letters: chunks that failed as a whole, and what is done about them.
#include <array>

#include "admin/call.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "campaign/dead_letters.hpp"
#include "catalog/onboarding.hpp"

namespace stepgate::admin {
namespace {

store::DeadQuery filter_of(const Call& call) {
  store::DeadQuery query;
  query.run = call.integer("run", 1, INT64_MAX, 0);
  if (const auto named = call.query("service"); !named.empty())
    query.service = call.parts.onboarding->find(named);
  query.code = std::string(call.query("code"));
  query.from = call.time("since");
  query.to = call.time("until");
  return query;
}

std::vector<std::string> letters_of(const Call& call) {
  std::vector<std::string> letters;
  if (const auto named = call.query("letters"); !named.empty())
    for (const auto& one : split(named, ',')) letters.emplace_back(trim(one));
  return letters;
}

/// What is done to many at once has to be asked for in so many words.
store::DeadQuery choice_of(const Call& call, const std::vector<std::string>& letters) {
  auto query = filter_of(call);
  const bool filtered = query.run != 0 || query.service != 0 || !query.code.empty() ||
                        query.from != 0 || query.to != 0;
  const bool all = call.flag("all");
  if (letters.empty() && !filtered && !all)
    throw Error(ErrorKind::invalid, "DEAD_CHOICE_MISSING", "dead letters", "none are named",
                "Name letters, give a filter, or say all");
  if (!letters.empty() && (filtered || all))
    throw Error(ErrorKind::invalid, "DEAD_CHOICE_TWICE", "dead letters",
                "are named, and a filter is given, too", "Give one of both");
  return query;
}

void list(Call& call) {
  auto query = filter_of(call);
  query.limit = call.limit();
  const auto state = call.word("dealt", {"waiting", "replayed", "discarded", "applied", "any"});
  for (int i = 0; i < 4; ++i)
    if (to_string(static_cast<store::DeadState>(i)) == state)
      query.state = static_cast<store::DeadState>(i);
  call.answer(call.parts.dead->list(query, call.query("after")));
}

void show(Call& call) { call.answer(call.parts.dead->show(call.id())); }
void replay(Call& call) {
  const auto letters = letters_of(call);
  call.answer(call.parts.dead->replay(letters, choice_of(call, letters)));
}
void discard(Call& call) {
  const auto letters = letters_of(call);
  call.answer(call.parts.dead->discard(letters, choice_of(call, letters)));
}
void apply(Call& call) {
  call.answer(call.parts.dead->apply(call.id(), call.integer("late", 1, INT32_MAX, 0)));
}

constexpr std::array kRoutes{
    Route{.method = "GET",
          .path = "/api/v1/dead",
          .id = "listDead",
          .summary = "Chunks that failed as a whole or never called back, newest first",
          .handle = &list,
          .answer = {kJson, "DeadList"},
          .query = "run service code since until dealt limit after",
          .refusals = "404"},
    Route{.method = "GET",
          .path = "/api/v1/dead/{letter}",
          .id = "showDead",
          .summary = "One of them: its people, what went over the wire, results that came late",
          .handle = &show,
          .answer = {kJson, "DeadLetter"},
          .refusals = "404"},
    Route{.method = "POST",
          .path = "/api/v1/dead/replay",
          .id = "replayDead",
          .summary = "Sends their people again, in a new run for each run that they died in",
          .handle = &replay,
          .answer = {kJson, "DeadReplays"},
          .query = "letters run service code since until all",
          .refusals = "404 409"},
    Route{.method = "POST",
          .path = "/api/v1/dead/discard",
          .id = "discardDead",
          .summary = "Takes them off the list of those that wait",
          .handle = &discard,
          .answer = {kJson, "DeadDiscarded"},
          .query = "letters run service code since until all",
          .refusals = "404 409"},
    Route{.method = "POST",
          .path = "/api/v1/dead/{letter}/apply",
          .id = "applyDead",
          .summary = "Writes results that came after the chunk had ended, and corrects the counts",
          .handle = &apply,
          .answer = {kJson, "DeadRow"},
          .query = "late",
          .refusals = "404 409"},
};

}  // namespace

std::span<const Route> dead_routes() { return kRoutes; }

}  // namespace stepgate::admin
