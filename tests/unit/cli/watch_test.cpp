// Watching a run: progress, what it ends with, Ctrl-C.
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>

#include "cli/failure.hpp"
#include "scripted_host.hpp"

namespace stepgate::cli {
namespace {

Json run_of(const std::string& state, int changed, int failed, int people = 100) {
  Json run = Json::object({{"id", 7},
                           {"campaign", Json::object({{"id", 1}, {"name", "Enrich"}})},
                           {"service", Json::object({{"id", 1}, {"name", "S"}})},
                           {"state", state},
                           {"people", people},
                           {"changed", changed},
                           {"unchanged", 0},
                           {"failed", failed},
                           {"left", 0}});
  Json failures = Json::array();
  if (failed > 0)
    failures.push(
        Json::object({{"code", "NO_COUNTRY"}, {"people", failed}, {"message", "none given"}}));
  run.set("open", people - changed - failed);
  run.set("failures", failures).set("fieldWrites", 3 * changed).set("peoplePerSecond", 1234.5);
  run.set("chunks", Json::object({{"open", 0}, {"closed", 1}}));
  return run;
}

/// Runs for `polls` answers, then ends as said.
void script_run(ScriptedHost& host, int polls, const Json& last) {
  auto asked = std::make_shared<std::atomic<int>>(0);
  host.on("GET /runs/7", [=](http::ServerRequest&, http::ServerResponse& response) {
    const int n = asked->fetch_add(1);
    response.send((n < polls ? run_of("running", n * 10, 0) : last).dump());
  });
}

TEST(Watch, CampaignRunStartsWatchesAndSaysWhatCameOut) {
  ScriptedHost host;
  host.on("POST /campaigns/My Campaign/run", Json::object({{"run", 7}, {"people", 100}}), 201);
  script_run(host, 2, run_of("done", 90, 10));
  const auto ran = Shell(host.url()).run({"campaign", "run", "My Campaign"});
  EXPECT_EQ(ran.code, kOk);
  EXPECT_EQ(host.count("GET /runs/7"), 3);
  EXPECT_NE(ran.out.find("changed          90   90.0 %"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("  NO_COUNTRY     10   10.0 %  none given"), std::string::npos);
  EXPECT_NE(ran.out.find("field writes  270"), std::string::npos);
  EXPECT_NE(ran.out.find("1,234 leads/s"), std::string::npos);
}

TEST(Watch, DetachedItPrintsTheNumber) {
  ScriptedHost host;
  host.on("POST /campaigns/C/run", Json::object({{"run", 7}, {"people", 100}}), 201);
  const auto ran = Shell(host.url()).run({"campaign", "run", "C", "--detach"});
  EXPECT_EQ(ran.out, "7\n");
  EXPECT_EQ(host.count("GET /runs/7"), 0);
}

TEST(Watch, AbortedOrAllFailedIsSix) {
  ScriptedHost host;
  Shell shell(host.url());
  script_run(host, 0, run_of("aborted", 10, 0));
  EXPECT_EQ(shell.run({"run", "watch", "7"}).code, kWorkFailed);
  script_run(host, 0, run_of("done", 0, 100));
  EXPECT_EQ(shell.run({"run", "watch", "7"}).code, kWorkFailed);
  script_run(host, 0, run_of("done", 1, 99));
  EXPECT_EQ(shell.run({"run", "watch", "7"}).code, kOk);
  script_run(host, 0, run_of("done", 0, 0, 0));
  EXPECT_EQ(shell.run({"run", "watch", "7"}).code, kOk);
}

TEST(Watch, JsonIsTheRunAlone) {
  ScriptedHost host;
  script_run(host, 1, run_of("done", 100, 0));
  const auto ran = Shell(host.url()).run({"run", "watch", "7", "-o", "json"});
  EXPECT_EQ(Json::parse(ran.out)["state"].as_string(), "done");
}

TEST(Watch, ATerminalGetsABarThatGoesAway) {
  ScriptedHost host;
  script_run(host, 3, run_of("done", 100, 0));
  Shell shell(host.url());
  shell.terminal = true;
  shell.env["LANG"] = "C.UTF-8";
  shell.env["NO_COLOR"] = "1";
  const auto ran = shell.run({"run", "watch", "7"});
  EXPECT_NE(ran.err.find("░"), std::string::npos);
  EXPECT_NE(ran.err.find("20 of 100"), std::string::npos);
  EXPECT_TRUE(ran.err.ends_with("\r\033[K"));
}

TEST(Watch, CtrlCLeavesTheRunGoing) {
  ScriptedHost host;
  std::atomic<int> asked = 0;
  host.on("GET /runs/7", [&](http::ServerRequest&, http::ServerResponse& response) {
    if (asked.fetch_add(1) == 1) ::raise(SIGINT);
    response.send(run_of("running", 5, 0).dump());
  });
  const auto ran = Shell(host.url()).run({"run", "watch", "7"});
  EXPECT_EQ(ran.code, kInterrupted);
  EXPECT_NE(ran.err.find("stepgate run watch 7\n"), std::string::npos);
  EXPECT_NE(ran.err.find("stepgate run abort 7\n"), std::string::npos);
  EXPECT_EQ(host.count("POST /runs/7/abort"), 0);
}

TEST(Watch, ARunThatIsNotThere) {
  ScriptedHost host;
  host.refuse("GET /runs/7", 404, "RUN_NOT_FOUND");
  EXPECT_EQ(Shell(host.url()).run({"run", "watch", "7"}).code, kNotFound);
}

}  // namespace
}  // namespace stepgate::cli
