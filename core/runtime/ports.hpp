// What the runtime needs of the rest of the host. Implemented by the catalog (services, sessions,
// grants) and wired by app; in tests by small real adapters. All functions may be called from any
// worker thread, concurrently.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "flow/plan.hpp"
#include "flow/result_builder.hpp"
#include "flow/store.hpp"

namespace stepgate::runtime {

/// One leg of an exchange, masked and bounded, for `run show --trace`.
struct TraceText {
  std::string kind;  ///< request, answer, callback, callback-answer
  std::string text;
  flow::Ms at = 0;  ///< wall time when it left or came
};

/// A chunk about to be submitted. All views live for the length of the call.
struct Submission {
  flow::ChunkKey key;
  std::uint16_t attempt = 1;
  flow::RunId run = 0;
  flow::CampaignId campaign = 0;
  std::span<const flow::PersonId> ids;
  std::span<const flow::RawValue> values;  ///< record-major, plan.outgoing.size() per person
  std::string_view context;                ///< JSON of the run's context blocks
  std::string_view parameters;             ///< JSON object
  std::string_view callback_url;
  std::string_view token;           ///< this attempt's secret
  flow::Ms deadline = 0;            ///< wall time by which the submit must have returned
  bool trace = true;                ///< what goes over the wire is wanted also when all is well
  std::function<bool()> cancelled;  ///< the host is stopping: come back soon
};

/// How a submit ended.
struct SubmitOutcome {
  enum class Kind : std::uint8_t {
    accepted,  ///< results come by callback
    pending,   ///< results come through complete()
    finished,  ///< results are in the builder
    answered,  ///< refused or failed with an HTTP status (or what the adapter's status word stands
               ///< for)
    not_sent,  ///< nothing can have happened
    broken     ///< no answer, and the body or a part of it has left
  };
  Kind kind = Kind::broken;
  int http = 0;  ///< answered: the status; accepted: as answered
  flow::Ms retry_after = -1;
  flow::Ms after_body = 0;
  bool renewable = false;     ///< a 401 may be answered by a new grant
  std::string code, message;  ///< in words, for the service's log
  std::vector<TraceText> trace;
};

struct CallbackHeader {
  std::string name, value;
};
struct CallbackRequest {
  std::vector<CallbackHeader> headers;
  std::string body;
  std::string token{};  ///< the one of those it brought that was accepted
};
enum class CallbackAnswer : std::uint8_t {  // values are the ABI's STEPGATE_ANSWER_*
  ok,
  duplicate,
  late,
  conflict,
  bad_token,
  unreadable,
  too_large,
  unknown,
  busy
};

/// One service at one plan version, through its provider adapter.
class Adapter {
 public:
  virtual ~Adapter() = default;
  virtual SubmitOutcome submit(const Submission& submission, flow::ResultBuilder& results) = 0;
  /// Decodes into `results`. Not empty: unreadable, and why; the token stays good. May rewrite
  /// request.body.
  virtual std::optional<std::string> on_callback(std::span<const flow::PersonId> ids,
                                                 CallbackRequest& request,
                                                 flow::ResultBuilder& results) = 0;
  /// Offers each place where a token may stand, best first, until `good` says true.
  virtual bool find_token(const CallbackRequest& request,
                          const std::function<bool(std::string_view)>& good) = 0;
  virtual std::string make_token(std::string_view random) = 0;
  virtual std::string answer(CallbackAnswer answer, std::string_view request_id,
                             std::string_view message) = 0;
  /// Asks the service how it is. Empty: it is there; else why not, in words that may be shown. May
  /// take some seconds.
  virtual std::optional<std::string> probe(const std::function<bool()>& cancelled) {
    (void)cancelled;
    return std::nullopt;
  }
  /// The request of a callback as it may be shown: secrets masked, cut.
  virtual std::string callback_trace(const CallbackRequest& request) = 0;
};

/// Whether new work may go to a service.
struct ServiceGate {
  bool open = true;    ///< false: paused, removed, or its adapter is not loaded
  std::string reason;  ///< UPPER_SNAKE when closed: CREDENTIALS_REFUSED, ADAPTER_NOT_LOADED, PAUSED
  std::string detail = {};  ///< why the service can't be opened, for people; "": it is paused
};

class Catalog {
 public:
  virtual ~Catalog() = default;
  /// The plan at that version; null when it is gone. Cheap: cached.
  virtual flow::PlanRef plan(flow::ServiceId service, std::int32_t version) = 0;
  /// The version that new chunks take; null when the service can't run.
  virtual flow::PlanRef current_plan(flow::ServiceId service) = 0;
  virtual std::shared_ptr<Adapter> adapter(flow::ServiceId service, std::int32_t version) = 0;
  virtual ServiceGate gate(flow::ServiceId service) = 0;

  // Effects that the core asks for.
  virtual void renew_grant(flow::ServiceId service) = 0;  ///< before the next submit; one flight
  virtual void pause(flow::ServiceId service, const std::string& reason) = 0;
  virtual void learn_chunk_size(flow::ServiceId service, std::int32_t people) = 0;
  /// The answer for a callback whose chunk nobody knows.
  virtual std::string unknown_answer(CallbackAnswer answer, std::string_view request_id,
                                     std::string_view message) = 0;
};

}  // namespace stepgate::runtime
