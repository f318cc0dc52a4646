#include "scripted_host.hpp"

#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace stepgate::cli {
namespace {

constexpr std::string_view kBase = "/api/v1";

http::ServerOptions options() {
  http::ServerOptions options;
  options.threads = 4;
  return options;
}

}  // namespace

ScriptedHost::ScriptedHost()
    : server_(options(), [this](auto& request, auto& response) { handle(request, response); }) {
  server_.start();
}

void ScriptedHost::on(const std::string& what, Answer answer) {
  const std::lock_guard lock(mutex_);
  answers_[what] = std::move(answer);
}

void ScriptedHost::on(const std::string& what, const Json& json, int status) {
  on(what, [text = json.is_null() ? std::string() : json.dump(), status](
               http::ServerRequest&, http::ServerResponse& response) {
    response.status(status).send(text);
  });
}

void ScriptedHost::refuse(const std::string& what, int status, const std::string& code,
                          const Json& errors) {
  Json problem = Json::object({{"status", status},
                               {"code", code},
                               {"subject", "the subject"},
                               {"fact", "is what it is"},
                               {"remedy", "Do something else"},
                               {"cause", ""}});
  if (!errors.is_null()) problem.set("errors", errors);
  on(what, problem, status);
}

void ScriptedHost::handle(http::ServerRequest& request, http::ServerResponse& response) {
  response.header("Stepgate-Api", "v1");
  const std::string below =
      request.path().starts_with(kBase) ? request.path().substr(kBase.size()) : request.path();
  const auto what = std::string(request.method()) + " " + below;
  Seen seen{what, {}, std::string(request.header("Authorization"))};
  char join = '?';
  for (const auto& [name, value] : request.query_parameters()) {
    seen.line += join + name + "=" + value;
    join = '&';
  }
  // An answer to an upload reads the body itself.
  if (below != "/people/import") seen.body = request.body();
  Answer answer;
  {
    const std::lock_guard lock(mutex_);
    seen_.push_back(std::move(seen));
    if (const auto found = answers_.find(what); found != answers_.end()) answer = found->second;
  }
  if (answer) return answer(request, response);
  response.status(404).send(
      Json::object({{"code", "NOT_SCRIPTED"}, {"subject", what}, {"fact", "is not scripted"}})
          .dump());
}

std::vector<ScriptedHost::Seen> ScriptedHost::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

int ScriptedHost::count(const std::string& what) const {
  int n = 0;
  for (const auto& one : seen()) n += one.line.substr(0, one.line.find('?')) == what;
  return n;
}

Json ScriptedHost::body_of(const std::string& what) const {
  Json found;
  for (const auto& one : seen())
    if (one.line.substr(0, one.line.find('?')) == what && !one.body.empty())
      found = Json::parse(one.body);
  return found;
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "stepgate-cli-XXXXXX").string();
  path_ = ::mkdtemp(name.data());
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::write(const std::string& name, const std::string& text) const {
  auto path = path_ + "/" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

Shell::Shell(std::string url) {
  if (!url.empty()) env["STEPGATE_URL"] = std::move(url);
  env["STEPGATE_DATA"] = folder.path();
  folder.write("admin.token", "a-token-of-the-test\n");
}

Ran Shell::run(const std::vector<std::string>& words) {
  std::ostringstream out, err;
  std::istringstream input(in);
  Surroundings surroundings;
  surroundings.out = &out;
  surroundings.err = &err;
  surroundings.in = &input;
  surroundings.out_terminal = surroundings.err_terminal = surroundings.in_terminal = terminal;
  surroundings.columns = columns;
  surroundings.env = [this](const std::string& name) {
    const auto found = env.find(name);
    return found == env.end() ? std::string() : found->second;
  };
  surroundings.ask_secret = [this](const std::string& prompt) {
    asked.push_back(prompt);
    return secret;
  };
  Ran ran;
  ran.code = run_program(words, surroundings);
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

}  // namespace stepgate::cli
