#include "cli/watch.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <thread>

#include "cli/failure.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"

namespace stepgate::cli {
namespace {

constexpr std::chrono::milliseconds kPoll{250};
constexpr std::chrono::seconds kPaceOver{5};
/// A host that restarts is waited for.
constexpr std::chrono::seconds kPatience{30};

using Steady = std::chrono::steady_clock;

bool ended(const Json& run) {
  const auto& state = run["state"].as_string();
  return state == "done" || state == "aborted";
}

std::int64_t closed_people(const Json& run) {
  return run["changed"].as_int() + run["unchanged"].as_int() + run["failed"].as_int() +
         run["left"].as_int();
}

/// People a second over the last few seconds, for a forecast that follows the pace.
class Pace {
 public:
  void add(std::int64_t people) {
    const auto now = Steady::now();
    seen_.emplace_back(now, people);
    while (seen_.size() > 2 && now - seen_.front().first > kPaceOver) seen_.pop_front();
  }
  double per_second() const {
    if (seen_.size() < 2) return 0;
    const std::chrono::duration<double> over = seen_.back().first - seen_.front().first;
    const auto people = static_cast<double>(seen_.back().second - seen_.front().second);
    return over.count() <= 0 ? 0 : people / over.count();
  }

 private:
  std::deque<std::pair<Steady::time_point, std::int64_t>> seen_;
};

void show_progress(Progress& progress, const Json& run, const Pace& pace) {
  const auto people = run["people"].as_int(), closed = closed_people(run);
  std::string text = grouped(closed) + " of " + grouped(people) + "  changed " +
                     grouped(run["changed"].as_int()) + ", unchanged " +
                     grouped(run["unchanged"].as_int()) + ", failed " +
                     grouped(run["failed"].as_int());
  const auto rate = pace.per_second();
  if (rate >= 1) {
    text += "  " + grouped(static_cast<std::int64_t>(rate)) + " leads/s";
    if (people > closed)
      text += "  ETA " + duration_text(static_cast<double>(people - closed) / rate);
  }
  const auto& state = run["state"].as_string();
  if (state != "running" && !ended(run)) text += "  (" + printable(state) + ")";
  progress.show(people > 0 ? static_cast<double>(closed) / static_cast<double>(people) : -1.0,
                text);
}

void wait_a_little() {
  const auto until = Steady::now() + kPoll;
  while (!InterruptGuard::interrupted() && Steady::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
}

/// The run as it ended; null after Ctrl-C.
Json follow(Session& session, const std::string& path) {
  Progress progress(session.console());
  Pace pace;
  auto answered = Steady::now();
  while (!InterruptGuard::interrupted()) {
    try {
      auto run = session.api().get(path);
      answered = Steady::now();
      pace.add(closed_people(run));
      if (ended(run)) return run;
      show_progress(progress, run, pace);
    } catch (const Failure& failure) {
      if (failure.exit_code() == kInterrupted) break;
      if (failure.exit_code() != kUnreachable || Steady::now() - answered > kPatience) throw;
      progress.show(-1, "the host does not answer; waiting for it");
    }
    wait_a_little();
  }
  return {};
}

int outcome_of(const Json& run) {
  if (run["state"].as_string() == "aborted") return kWorkFailed;
  const auto people = run["people"].as_int();
  return people > 0 && run["failed"].as_int() >= people ? kWorkFailed : kOk;
}

}  // namespace

int watch_run(Session& session, const std::string& run) {
  const InterruptGuard guard;
  session.api().cancel_when([] { return InterruptGuard::interrupted(); });
  const auto last = follow(session, path_of({"runs", run}));
  session.api().cancel_when({});
  if (last.is_null()) {
    session.console().err() << "run " << run << " goes on\n  stepgate run watch " << run
                            << "\n  stepgate run abort " << run << "\n";
    return kInterrupted;
  }
  if (!session.gave_json(last)) print_run(session, last);
  return outcome_of(last);
}

void print_run(const Session& session, const Json& run) {
  const auto& console = session.console();
  Facts facts;
  facts.add("run", cell_text(run["id"]));
  facts.add("campaign", run["campaign"]["name"].as_string());
  facts.add("service", run["service"]["name"].as_string());
  facts.add("state", state_cell(run["state"]));
  facts.add("started", time_text(run["startedAt"]));
  if (!run["endedAt"].is_null()) facts.add("ended", time_text(run["endedAt"]));
  facts.print(console);
  console.line("");
  const auto people = run["people"].as_int();
  Table table({"people", ">count", ">share", "last message"});
  const auto line = [&](const std::string& label, const Json& count, Style style,
                        const std::string& message = {}) {
    const auto share = people > 0 ? count.as_double() * 100 / static_cast<double>(people) : 0.0;
    const auto tenths = std::llround(share * 10);
    table.row({{label, style},
               count_text(count),
               std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %",
               message});
  };
  line("all", run["people"], Style::bold);
  line("changed", run["changed"], Style::green);
  line("unchanged", run["unchanged"], Style::plain);
  line("failed", run["failed"], run["failed"].as_int() > 0 ? Style::red : Style::plain);
  for (const auto& failure : run["failures"].items())
    line("  " + failure["code"].as_string(), failure["people"], Style::plain,
         failure["message"].as_string());
  if (run["left"].as_int() > 0) line("left the flow", run["left"], Style::plain);
  if (run["open"].as_int() > 0) line("open", run["open"], Style::amber);
  // The rows are the whole: who was waiting when the run was aborted was not sent.
  const auto waiting = people - closed_people(run) - run["open"].as_int();
  if (ended(run) && waiting > 0) line("not sent", waiting, Style::amber);
  table.print(console);
  console.line("");
  Facts work;
  work.add("field writes", count_text(run["fieldWrites"]));
  if (run["refusedValues"].as_int() > 0)
    work.add("refused values", count_text(run["refusedValues"]));
  if (run["emptyRequired"].as_int() > 0)
    work.add("empty required", count_text(run["emptyRequired"]));
  work.add("chunks", count_text(run["chunks"]["closed"]) + " closed, " +
                         count_text(run["chunks"]["open"]) + " open");
  work.add("pace", count_text(run["peoplePerSecond"]) + " leads/s");
  work.print(console);
}

}  // namespace stepgate::cli
