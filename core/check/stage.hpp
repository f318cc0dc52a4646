// What the stages of a check work on. Each stage says what it did, adds findings, and tells whether
// the next one makes sense.
#pragma once
#include <string>

#include "app/host_core.hpp"
#include "check/options.hpp"
#include "check/people_table.hpp"
#include "check/report.hpp"
#include "check/wire.hpp"

namespace stepgate::check {

struct Stage {
  const Options& options;
  const Hooks& hooks;
  Report& report;
  Wire& wire;
  app::HostCore& host;
  PeopleTable people;
  flow::ServiceId service = {};
  Json parameters = Json::object();  ///< of the flow step
  Json filled = Json::array();       ///< what was not given: {kind, name, value, from}

  void say(const std::string& text) const {
    if (hooks.say) hooks.say(text);
  }
  bool interrupted() const { return hooks.interrupted && hooks.interrupted(); }
  store::ServiceRow row() const;
  /// An error of the service that ends the check; those of this machine leave it without a verdict.
  void failed(const Error& error, const std::string& where);
};

bool read_document(Stage& stage);
bool try_credentials(Stage& stage);
bool read_definition(Stage& stage);
void read_picklists(Stage& stage);
void read_resources(Stage& stage);
bool map_fields(Stage& stage);
bool set_options(Stage& stage);
bool activate(Stage& stage);
/// Findings that the host keeps in the service's log, beyond those that are known already.
void take_log(Stage& stage, flow::RunId run);

/// The first chunk: what every verdict hangs on. False: nobody was served.
bool first_chunk(Stage& stage);
/// An undeclared field, and a callback that is refused once.
void bad_day(Stage& stage);
void load_chunk(Stage& stage);

}  // namespace stepgate::check
