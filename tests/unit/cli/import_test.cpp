// people import and the streamed answers.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>

#include "cli/failure.hpp"
#include "scripted_host.hpp"

namespace stepgate::cli {
namespace {

const char* const kLast =
    R"({"done":true,"lines":3,"bytes":20,"inserted":2,"updated":0,"unchanged":0,"refused":1,)"
    R"("errors":[{"line":3,"code":"VALUE_NOT_DATE","field":"dateOfBirth","message":"'x' is no date"}]})"
    "\n";

std::size_t read_all(http::ServerRequest& request, std::string* text = nullptr) {
  std::array<char, 65536> piece{};
  std::size_t total = 0;
  while (const auto n = request.read_body_chunk(piece.data(), piece.size())) {
    total += n;
    if (text) text->append(piece.data(), n);
  }
  return total;
}

TEST(Import, SendsTheFileAndListsBadLines) {
  ScriptedHost host;
  std::string got;
  host.on("POST /people/import", [&](http::ServerRequest& request, http::ServerResponse& response) {
    read_all(request, &got);
    response.begin("application/x-ndjson");
    response.write("{\"lines\":1,\"bytes\":7}\n");
    response.flush();
    response.write(kLast);
    response.end();
  });
  Shell shell(host.url());
  const auto file = shell.folder.write("people.csv", "email;a\nx@y;1\n");
  const auto ran = shell.run({"people", "import", file, "--separator", ";", "--create-fields"});
  EXPECT_EQ(ran.code, kOk);
  EXPECT_EQ(got, "email;a\nx@y;1\n");
  EXPECT_EQ(host.seen().at(0).line,
            "POST /people/import?name=people.csv&separator=;&createFields=true");
  EXPECT_NE(ran.out.find("line 3: dateOfBirth: 'x' is no date [VALUE_NOT_DATE]"),
            std::string::npos);
  const auto json = shell.run({"people", "import", file, "-o", "json"});
  EXPECT_EQ(Json::parse(json.out)["inserted"].as_int(), 2);
}

TEST(Import, ReadsStdin) {
  ScriptedHost host;
  std::string got;
  host.on("POST /people/import", [&](http::ServerRequest& request, http::ServerResponse& response) {
    read_all(request, &got);
    response.send(kLast, "application/x-ndjson");
  });
  Shell shell(host.url());
  shell.in = "email\na@b\n";
  EXPECT_EQ(shell.run({"people", "import", "-"}).code, kOk);
  EXPECT_EQ(got, "email\na@b\n");
}

/// The host tells how far it is from the first piece on: what it says early must not end the
/// upload.
TEST(Import, GoesOnSendingWhileTheHostReports) {
  ScriptedHost host;
  std::size_t got = 0;
  host.on("POST /people/import", [&](http::ServerRequest& request, http::ServerResponse& response) {
    std::array<char, 65536> piece{};
    response.begin("application/x-ndjson");
    while (const auto n = request.read_body_chunk(piece.data(), piece.size())) {
      got += n;
      response.write("{\"lines\":" + std::to_string(got / 10) +
                     ",\"bytes\":" + std::to_string(got) + "}\n");
      response.flush();
    }
    response.write(kLast);
    response.end();
  });
  Shell shell(host.url());
  shell.terminal = true;
  const std::size_t size = 24u << 20;
  const auto file = shell.folder.write("big.csv", std::string(size, 'x'));
  const auto ran = shell.run({"people", "import", file});
  EXPECT_EQ(ran.code, kOk) << ran.err;
  EXPECT_EQ(got, size);
  EXPECT_NE(ran.err.find(" %  "), std::string::npos);  // the bar
}

TEST(Import, ARefusalBeforeTheEndIsTold) {
  ScriptedHost host;
  host.refuse("POST /people/import", 422, "CSV_UNKNOWN_COLUMN");
  Shell shell(host.url());
  const auto file = shell.folder.write("big.csv", std::string(8u << 20, 'x'));
  const auto ran = shell.run({"people", "import", file});
  EXPECT_EQ(ran.code, kRefused);
  EXPECT_NE(ran.err.find("[CSV_UNKNOWN_COLUMN]"), std::string::npos) << ran.err;
}

TEST(Import, OneThatBrokeOffIsNoSuccess) {
  ScriptedHost host;
  host.on("POST /people/import", [](http::ServerRequest& request, http::ServerResponse& response) {
    read_all(request);
    response.send(
        R"({"done":false,"lines":5,"refused":0,"errors":[],"problem":{"status":503,"code":)"
        R"("HOST_STOPPING","subject":"the import","fact":"the host is stopping"}})"
        "\n",
        "application/x-ndjson");
  });
  Shell shell(host.url());
  const auto ran = shell.run({"people", "import", shell.folder.write("p.csv", "email\n")});
  EXPECT_EQ(ran.code, kRefused);
  EXPECT_NE(ran.err.find("[HOST_STOPPING]"), std::string::npos);
}

TEST(Import, AFileThatIsNotThere) {
  const auto ran = Shell("http://127.0.0.1:1").run({"people", "import", "/nowhere/p.csv"});
  EXPECT_EQ(ran.code, kUsage);
  EXPECT_NE(ran.err.find("/nowhere/p.csv: can't be read: No such file"), std::string::npos);
}

TEST(Export, WritesToStdoutOrIntoAFile) {
  ScriptedHost host;
  host.on("GET /people/export", [](http::ServerRequest&, http::ServerResponse& response) {
    response.begin("text/csv");
    response.write("id,email\n");
    response.flush();
    response.write("1,a@b\n");
    response.end();
  });
  Shell shell(host.url());
  EXPECT_EQ(shell.run({"people", "export", "--fields", "email"}).out, "id,email\n1,a@b\n");
  EXPECT_EQ(host.seen().at(0).line, "GET /people/export?format=csv&fields=email");
  const auto file = shell.folder.path() + "/out.csv";
  EXPECT_EQ(shell.run({"people", "export", file}).code, kOk);
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  EXPECT_EQ(text.str(), "id,email\n1,a@b\n");
}

TEST(Export, OneThatBreaksLeavesNoHalfFile) {
  ScriptedHost host;
  host.on("GET /people/export", [](http::ServerRequest&, http::ServerResponse& response) {
    response.begin("text/csv");
    response.write("id,email\n");
    response.flush();  // and no end: cut off
  });
  Shell shell(host.url());
  const auto file = shell.folder.path() + "/out.csv";
  EXPECT_EQ(shell.run({"people", "export", file}).code, kUnreachable);
  EXPECT_FALSE(std::ifstream(file).good());
  EXPECT_FALSE(std::ifstream(file + ".part").good());
}

}  // namespace
}  // namespace stepgate::cli
