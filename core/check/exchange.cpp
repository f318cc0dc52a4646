// Stages: the first chunk, the bad day, the load.
#include <algorithm>
#include <chrono>
#include <thread>

#include "base/error.hpp"
#include "base/text.hpp"
#include "check/run.hpp"
#include "store/service_repository.hpp"

namespace stepgate::check {
namespace {

constexpr Ms kListen = 1'000;  ///< for repeats, after the first good callback
constexpr Ms kSlack = 5'000;
constexpr Ms kCallAgain = 20'000;  ///< within which a refused callback is waited for
constexpr auto kExtraKey = "stepgateCheckExtra";

Json counts(const Json& show) {
  return Json::object(
      {{"changed", show["changed"]}, {"unchanged", show["unchanged"]}, {"failed", show["failed"]}});
}

Json summary(const RunEnd& end) {
  std::int64_t attempts = 0;
  for (const auto& chunk : end.chunks) attempts += chunk["attempt"].as_int();
  return Json::object({{"people", counts(end.show)},
                       {"chunks", static_cast<std::int64_t>(end.chunks.size())},
                       {"attempts", attempts},
                       {"millis", end.millis},
                       {"fieldWrites", end.show["fieldWrites"]},
                       {"refusedValues", end.show["refusedValues"]},
                       {"emptyRequired", end.show["emptyRequired"]}});
}

Ms patience(const Stage& stage) {
  // The retries have their budget, then the last attempt its deadline.
  return 2 * stage.options.deadline_seconds * 1000 + kSlack;
}

void pause(const Stage& stage, Ms millis) {
  const auto& clock = system_clock();
  for (const Ms end = clock.steady() + millis; clock.steady() < end && !stage.interrupted();)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

std::string people_text(const Json& show) {
  return std::to_string(show["changed"].as_int()) + " changed, " +
         std::to_string(show["unchanged"].as_int()) + " unchanged, " +
         std::to_string(show["failed"].as_int()) + " failed";
}

/// The plan in force with one more outgoing key that nobody declared, and less patience.
void plan_with_extra(Stage& stage, std::int64_t deadline_seconds) {
  auto& services = stage.host.database->services();
  auto plan = services.plan(stage.service, stage.row().plan_version).value_or(Json());
  Json outgoing = plan["outgoing"], limits = plan["limits"];
  Json extra = outgoing.size() > 0 ? outgoing.at(0) : Json();
  if (extra.is_null()) extra = Json::object({{"field", 1}, {"type", "email"}});
  extra.set("key", kExtraKey).set("required", false);
  outgoing.push(std::move(extra));
  limits.set("deadlineSeconds", deadline_seconds);
  plan.set("outgoing", std::move(outgoing)).set("limits", std::move(limits));
  services.add_plan(stage.service, plan);
  stage.host.catalog.changed(stage.service);
}

}  // namespace

bool first_chunk(Stage& stage) {
  const auto calls = stage.wire.calls().size(), callbacks = stage.wire.callbacks().size();
  const auto end = run_chunk(stage, "First chunk", stage.people.ids(), patience(stage));
  if (end.kind == RunEnd::Kind::interrupted) return false;
  if (end.kind == RunEnd::Kind::done && stage.wire.callbacks().size() > callbacks)
    pause(stage, kListen);
  Json told = summary(end);
  for (const auto& [key, value] : told.members()) stage.report.exchange.set(key, value);
  stage.report.outcomes = outcomes_of(stage, end.run);
  stage.report.written = written_of(stage, end.run);
  judge_chunk(stage, end, calls, callbacks);
  stage.say("first chunk: " + people_text(end.show) + ", " + std::to_string(end.millis) + " ms");
  return end.kind == RunEnd::Kind::done &&
         end.show["changed"].as_int() + end.show["unchanged"].as_int() > 0;
}

void bad_day(Stage& stage) {
  const auto deadline = std::min<std::int64_t>(stage.options.deadline_seconds, kCallAgain / 1000);
  plan_with_extra(stage, deadline);
  const auto before = stage.wire.callbacks().size();
  stage.wire.refuse_next(1);
  const auto end = run_chunk(stage, "Bad day", stage.people.ids(), patience(stage));
  stage.wire.refuse_next(0);
  if (end.kind == RunEnd::Kind::interrupted) return;
  std::size_t came = stage.wire.callbacks().size() - before;
  Json told = summary(end);
  told.set("callbacks", static_cast<std::int64_t>(came));
  stage.report.exchange.set("badDay", told);
  stage.say("bad day: " + people_text(end.show) + ", " + std::to_string(end.millis) + " ms, " +
            std::to_string(came) + " callbacks");
  const auto good = end.show["changed"].as_int() + end.show["unchanged"].as_int();
  if (end.kind == RunEnd::Kind::done && good > 0) return;
  if (came == 1)
    return stage.report.warn(
        {"CALLBACK_NOT_REPEATED", "callback",
         "a callback that was answered 503 with Retry-After was not sent again within " +
             std::to_string(deadline) + " s: its results are lost",
         "Send a callback again after 429, 5xx or no answer, with growing pauses."});
  std::vector<std::string> codes;
  for (const auto& failure : end.show["failures"].items())
    codes.push_back(failure["code"].as_string());
  stage.report.warn({"EXTRA_FIELD_FAILED", "/objectData/objectContext/" + std::string(kExtraKey),
                     "a second chunk of the same people, with one field that is not declared, came "
                     "to nothing: " +
                         (codes.empty() ? std::string("no results") : join(codes, ", ")),
                     "Ignore what you do not know, and take a second chunk like the first."});
}

void load_chunk(Stage& stage) {
  const auto many = stage.people.grown_to(PeopleTable::kMostPeople);
  many.store(*stage.host.database);
  const auto end = run_chunk(stage, "Load", many.ids(), patience(stage));
  if (end.kind == RunEnd::Kind::interrupted) return;
  stage.report.exchange.set("load", summary(end));
  stage.say("load of 1000: " + people_text(end.show) + ", " + std::to_string(end.millis) + " ms");
  const auto good = end.show["changed"].as_int() + end.show["unchanged"].as_int();
  if (end.kind == RunEnd::Kind::done && good > 0) {
    if (end.chunks.size() > 1)
      stage.report.note({"LOAD_SPLIT",
                         "/submitAsyncAction",
                         "1000 people went in " + std::to_string(end.chunks.size()) +
                             " chunks, since the service refused larger ones (413)",
                         {}});
    return;
  }
  std::vector<std::string> codes;
  for (const auto& failure : end.show["failures"].items())
    codes.push_back(failure["code"].as_string());
  stage.report.error({"LOAD_FAILED", "/submitAsyncAction",
                      "a chunk of 1000 people came to nothing: " +
                          (codes.empty() ? std::string("no results") : join(codes, ", ")),
                      "Take chunks of 1000, or refuse larger ones with 413 at once: the host then "
                      "sends less."});
}

}  // namespace stepgate::check
