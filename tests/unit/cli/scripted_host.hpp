// A real HTTP server that answers as a script says and remembers what it was asked, and the program
// run against it in this process.
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "cli/program.hpp"
#include "http/server.hpp"

namespace stepgate::cli {

class ScriptedHost {
 public:
  struct Seen {
    std::string line;  ///< "GET /api/v1/runs?limit=50"
    std::string body, authorization;
  };
  using Answer = std::function<void(http::ServerRequest&, http::ServerResponse&)>;

  ScriptedHost();

  /// `what` is "GET /runs/1": method and decoded path below /api/v1.
  void on(const std::string& what, Answer answer);
  void on(const std::string& what, const Json& json, int status = 200);
  /// problem+json.
  void refuse(const std::string& what, int status, const std::string& code,
              const Json& errors = {});

  std::string url() const { return server_.url(); }
  std::vector<Seen> seen() const;
  /// The body of the last request of that kind, or null.
  Json body_of(const std::string& what) const;
  int count(const std::string& what) const;

 private:
  void handle(http::ServerRequest& request, http::ServerResponse& response);
  mutable std::mutex mutex_;
  std::map<std::string, Answer> answers_;  // guarded by mutex_
  std::vector<Seen> seen_;                 // guarded by mutex_
  http::Server server_;
};

struct Ran {
  int code = -1;
  std::string out, err;
};

/// A folder that goes away with it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const noexcept { return path_; }
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

/// The program with surroundings of its own: no terminal, a token file, the host's URL.
class Shell {
 public:
  explicit Shell(std::string url = {});
  Ran run(const std::vector<std::string>& words);

  std::map<std::string, std::string> env;
  std::string in;
  bool terminal = false;
  std::size_t columns = 100;
  std::vector<std::string> asked;  ///< prompts for secrets
  std::string secret;              ///< what is typed
  Folder folder;
};

}  // namespace stepgate::cli
