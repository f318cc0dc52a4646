// Which host, which token, and what is said when either fails.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "cli/failure.hpp"
#include "cli/token_file.hpp"
#include "scripted_host.hpp"

namespace stepgate::cli {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const Json kCount = Json::object({{"count", 3}});

TEST(Connection, TheTokenGoesAlongAndItsFileIsTold) {
  ScriptedHost host;
  host.on("GET /people/count", kCount);
  Shell shell(host.url());
  const auto ran = shell.run({"people", "count"});
  EXPECT_EQ(ran.code, kOk);
  EXPECT_EQ(ran.out, "3\n");
  EXPECT_EQ(ran.err, "using the admin token in " + shell.folder.path() + "/admin.token\n");
  EXPECT_EQ(host.seen().at(0).authorization, "Bearer a-token-of-the-test");
}

TEST(Connection, ANamedFileWinsAndIsNotTold) {
  ScriptedHost host;
  host.on("GET /people/count", kCount);
  Shell shell(host.url());
  const auto file = shell.folder.write("other", "another-token\n");
  EXPECT_EQ(shell.run({"people", "count", "--token-file", file}).err, "");
  shell.env["STEPGATE_TOKEN_FILE"] = file;
  EXPECT_TRUE(has(shell.run({"people", "count"}).err, file));
  EXPECT_EQ(shell.run({"-q", "people", "count"}).err, "");
  for (const auto& seen : host.seen()) EXPECT_EQ(seen.authorization, "Bearer another-token");
}

TEST(Connection, TheDaemonsNoteTellsTheUrl) {
  ScriptedHost host;
  host.on("GET /people/count", kCount);
  Shell shell;
  shell.folder.write("stepgated.json", Json::object({{"url", host.url()}, {"pid", 1}}).dump());
  EXPECT_EQ(shell.run({"people", "count"}).code, kOk);
}

TEST(Connection, NobodyThere) {
  Shell shell("http://127.0.0.1:1");
  const auto ran = shell.run({"status"});
  EXPECT_EQ(ran.code, kUnreachable);
  EXPECT_EQ(ran.out, "");
  EXPECT_TRUE(has(ran.err, "error: http://127.0.0.1:1: the host can't be reached"));
  EXPECT_TRUE(has(ran.err, "this URL comes from STEPGATE_URL"));
  EXPECT_TRUE(has(ran.err, "[HOST_UNREACHABLE]"));
}

TEST(Connection, AUrlThatIsNone) {
  Shell shell;
  const auto ran = shell.run({"--url", "ftp://x", "status"});
  EXPECT_EQ(ran.code, kUsage);
  EXPECT_TRUE(has(ran.err, "'ftp://x' is no URL"));
}

TEST(Connection, NoTokenFileAtAll) {
  ScriptedHost host;
  Shell shell(host.url());
  shell.env["STEPGATE_DATA"] = "/nowhere/at/all";
  const auto ran = shell.run({"status"});
  EXPECT_EQ(ran.code, kUnauthorized);
  EXPECT_TRUE(has(ran.err, "there is none in /nowhere/at/all"));
  EXPECT_EQ(host.seen().size(), 0U);
}

TEST(Connection, AWrongToken) {
  ScriptedHost host;
  host.refuse("GET /status", 401, "TOKEN_WRONG");
  const auto ran = Shell(host.url()).run({"status"});
  EXPECT_EQ(ran.code, kUnauthorized);
  EXPECT_TRUE(has(ran.err, "[TOKEN_WRONG]"));
}

/// As root every file can be read: the check is made in a child of another user.
TEST(Connection, AFileOfSomebodyElseIsNamedWithItsOwner) {
  if (::geteuid() != 0) GTEST_SKIP() << "wants root, to be two users";
  const Folder folder;
  const auto file = folder.write("admin.token", "secret-of-root-0123456789\n");
  ::chmod(folder.path().c_str(), 0755);
  ::chmod(file.c_str(), 0600);
  const auto as_nobody = [&](const std::string& owner_of) {
    const auto child = ::fork();
    if (child == 0) {
      int code = 10;
      if (::setuid(65534) == 0) {
        try {
          read_token_file(file);
          code = 11;
        } catch (const Failure& failure) {
          const bool named = has(failure.line(), owner_of + " to root") &&
                             has(failure.line(), "sudo -u root") &&
                             !has(failure.line(), "secret-of-root");
          code = failure.exit_code() == kUnauthorized && named ? 0 : 12;
        }
      }
      ::_exit(code);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  };
  EXPECT_EQ(as_nobody(file + ": belongs"), 0);
  ::chmod(folder.path().c_str(), 0700);
  EXPECT_EQ(as_nobody(folder.path() + " belongs"), 0);
}

TEST(Program, HelpVersionAndUsage) {
  Shell shell;
  EXPECT_TRUE(has(shell.run({"help"}).out, "service install URL"));
  EXPECT_TRUE(has(shell.run({"help", "service", "install"}).out, "--create-fields"));
  EXPECT_TRUE(has(shell.run({"help", "service", "install"}).out, "@FILE"));
  EXPECT_TRUE(shell.run({"--version"}).out.starts_with("stepgate "));
  const auto bare = shell.run({});
  EXPECT_EQ(bare.code, kUsage);
  EXPECT_EQ(bare.out, "");
  EXPECT_TRUE(has(bare.err, "usage: stepgate"));
  EXPECT_EQ(shell.run({"service"}).code, kUsage);
  EXPECT_EQ(shell.run({"sttaus"}).code, kUsage);
}

}  // namespace
}  // namespace stepgate::cli
