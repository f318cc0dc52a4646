// Nightly jobs.
#include <chrono>
#include <thread>

#include "cli/failure.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/verbs/all.hpp"

namespace stepgate::cli {
namespace {

constexpr auto kLookAgain = std::chrono::milliseconds(200);

int list(Session& session) {
  const auto jobs = session.api().get("/jobs", {{"limit", "1000"}});
  if (session.gave_json(jobs)) return kOk;
  Table table({"name", "next (UTC)", "last began", "by", ">services", ">failed", "what it does"});
  for (const auto& job : jobs["items"].items()) {
    const auto& last = job["last"];
    table.row({job["name"].as_string(), time_text(job["nextAt"]),
               job["running"].as_bool() ? std::string("running") : time_text(last["startedAt"]),
               last["by"].as_string(), last.is_null() ? "" : cell_text(last["services"]),
               last.is_null() ? "" : cell_text(last["failed"]), job["help"].as_string()});
  }
  table.print(session.console());
  return kOk;
}

int run(Session& session) {
  const auto path = path_of({"jobs", session.argument(0)});
  auto job = session.api().post(path + "/run");
  while (!session.has("detach") && job["running"].as_bool()) {
    std::this_thread::sleep_for(kLookAgain);
    job = session.api().get(path);
  }
  if (session.gave_json(job)) return kOk;
  const auto& console = session.console();
  const auto& last = job["last"];
  if (session.has("detach"))
    console.good("begun: " + printable(job["name"].as_string()));
  else
    console.good(printable(job["name"].as_string()) + ": " + cell_text(last["services"]) +
                 " services asked, " + cell_text(last["failed"]) + " without a good answer " +
                 printable(last["message"].as_string()));
  return kOk;
}

}  // namespace

std::vector<Verb> job_verbs() {
  return {{"job", "list", "", "list the nightly jobs", {}, list},
          {"job",
           "run",
           "NAME",
           "run a nightly job now",
           {{"detach", "", "do not wait for its end"}},
           run}};
}

}  // namespace stepgate::cli
