#pragma once

#include <string>
#include <string_view>

#include "http/server.hpp"
#include "profiles/profile.hpp"
#include "service/authentication.hpp"
#include "service/options.hpp"
#include "service/stats.hpp"
#include "service/submissions.hpp"
#include "service/witness_log.hpp"

namespace sample {

// The endpoints of the service (docs/protocol.md section 1), and a few for whoever tests with it.
class Routes {
 public:
  Routes(EventLoop& loop, Options& options, const Profile& profile, Submissions& submissions,
         Stats& stats, WitnessLog& log);

  void handle(const Request& request, const Responder& responder);

 private:
  struct Route {
    std::string_view method;
    std::string_view path;
    bool needs_key;
    void (Routes::*answer)(const Request&, const Responder&);
  };
  static const Route kRoutes[];

  const Route* find(std::string_view path) const;
  bool is_served(const Route& route) const;
  bool is_open(const Route& route) const;  // an oddity: no key is asked for
  void send(Spot spot, const Request& request, const Responder& responder, Response response) const;

  void submit(const Request& request, const Responder& responder);
  void openapi_json(const Request& request, const Responder& responder);
  void openapi_yaml(const Request& request, const Responder& responder);
  void definition(const Request& request, const Responder& responder);
  void status(const Request& request, const Responder& responder);
  void picklist(const Request& request, const Responder& responder);
  void brand_icon(const Request& request, const Responder& responder);
  void service_icon(const Request& request, const Responder& responder);
  void instructions(const Request& request, const Responder& responder);
  void health(const Request& request, const Responder& responder);
  void stats(const Request& request, const Responder& responder);
  void reset(const Request& request, const Responder& responder);

  Options& options_;  // POST /reset changes the salt
  const Profile& profile_;
  Submissions& submissions_;
  Stats& stats_;
  WitnessLog& log_;
  Authentication authentication_;
  std::string document_json_;
  std::string document_yaml_;
};

}  // namespace sample
