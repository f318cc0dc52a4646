// Onboarding: how a service is. Its notices go to its log, each once; a deprecation is kept with
// the service (docs/protocol.md section 3).
#include "base/error.hpp"
#include "base/text.hpp"
#include "catalog/onboarding.hpp"
#include "catalog/service_access.hpp"
#include "store/service_log_repository.hpp"

namespace stepgate::catalog {
namespace {

constexpr Ms kAskWithin = 10'000;
constexpr int kTries = 5;
constexpr std::uint8_t kInfo = 1, kWarning = 2, kError = 3;

bool holds(const Json& list, const Json& text) {
  for (const auto& one : list.items())
    if (one == text) return true;
  return false;
}

/// A date that can't be read changes nothing.
void keep_unreadable(Json& status, const Json& before) {
  for (const auto& finding : status["findings"].items())
    if (finding["code"].as_string() == "DEPRECATION_DATE_UNREADABLE") {
      status.set("deprecationDate", before["deprecationDate"]);
      status.set("deprecationMessage", before["deprecationMessage"]);
      return;
    }
}

}  // namespace

Json deprecation_of(const Json& status, Ms now) {
  const auto& date = status["deprecationDate"];
  const auto& message = status["deprecationMessage"];
  if (date.is_null() && message.is_null()) return {};
  const auto at = parse_datetime(date.as_string());
  const char* state = !at ? "message" : *at < now ? "deprecated" : "announced";
  return Json::object({{"state", state}, {"date", date}, {"message", message}});
}

store::ServiceRow Onboarding::change_configuration(flow::ServiceId service,
                                                   const std::function<void(Json&)>& change) {
  for (int i = 1;; ++i) {
    auto row = this->row(service);
    change(row.configuration);
    try {
      return store_row(std::move(row));
    } catch (const Error& e) {
      // Somebody changed something else of it meanwhile: that is no reason to lose this.
      if (e.code() != "CHANGED_MEANWHILE" || i == kTries) throw;
    }
  }
}

std::vector<flow::ServiceId> Onboarding::installed() {
  std::vector<flow::ServiceId> ids;
  for (const auto& row : parts_.database->services().list())
    if (row.state != "draft") ids.push_back(row.id);
  return ids;
}

void Onboarding::note_status(flow::ServiceId service, const Json& before, const Json& status) {
  const auto log = [&](std::uint8_t severity, const std::string& code, const std::string& text) {
    parts_.database->service_log().append({service, 0, 0, 0, {severity, "status", code, text}});
  };
  for (const auto& [key, severity] :
       {std::pair{"info", kInfo}, {"warnings", kWarning}, {"errors", kError}})
    for (const auto& text : status[key].items())
      if (!holds(before[key], text)) log(severity, "NOTICE", text.as_string());
  for (const auto& finding : status["findings"].items())
    if (!holds(before["findings"], finding))
      log(kWarning, finding["code"].as_string(), finding["message"].as_string());
  const Ms now = parts_.clock->now();
  const Json& was = before["deprecation"];
  const Json is = deprecation_of(status, now);
  if (was == is) return;
  if (is.is_null()) return log(kInfo, "DEPRECATION_CLEARED", "It is not deprecated any more.");
  const auto& state = is["state"].as_string();
  const auto& message = is["message"].as_string();
  const auto when = is["date"].as_string();
  log(kWarning, state == "deprecated" ? "DEPRECATED" : "DEPRECATION_ANNOUNCED",
      (state == "message"      ? std::string("The provider says")
       : state == "deprecated" ? "It is deprecated since " + when
                               : "It will be deprecated on " + when) +
          (message.empty() ? std::string(".") : ": " + message));
}

Json Onboarding::status(flow::ServiceId service, const std::function<bool()>& cancelled) {
  const auto row = this->row(service);
  ServiceDoor door(*parts_.client, *parts_.clock, door_of(row));
  plugin::CallContext context;
  context.subject = "service " + row.name;
  context.deadline = parts_.clock->now() + kAskWithin;
  context.http = &door;
  context.cancelled = cancelled;
  const auto before = row.configuration["lastStatus"];
  Json status;
  try {
    status = explained(door, [&] {
      return open(row)->status(context, Json::object({{"authorize", true}}));
    });
  } catch (const Error& e) {
    if (cancelled && cancelled()) throw;
    const auto& last = row.configuration["lastStatusError"];
    if (last["code"].as_string() != e.code())
      parts_.database->service_log().append(
          {service, 0, 0, 0, {kError, "status", e.code(), e.fact()}});
    change_configuration(service, [&](Json& configuration) {
      configuration.set("lastStatusError",
                        Json::object({{"code", e.code()},
                                      {"message", e.fact()},
                                      {"at", format_datetime(parts_.clock->now())}}));
    });
    throw;
  }
  keep_unreadable(status, before);
  status.set("at", format_datetime(parts_.clock->now()));
  note_status(service, before, status);
  status.set("deprecation", deprecation_of(status, parts_.clock->now()));
  change_configuration(service, [&](Json& configuration) {
    configuration.set("lastStatus", status);
    configuration.erase("lastStatusError");
  });
  return status;
}

}  // namespace stepgate::catalog
