#include "catalog/service_adapter.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/text.hpp"
#include "catalog/service_door.hpp"

namespace stepgate::catalog {
namespace {

using Kind = runtime::SubmitOutcome::Kind;

constexpr std::size_t kTraceBytes = 4096;
constexpr Ms kDecodeWithin = 10'000;
constexpr Ms kProbeWithin = 10'000;
constexpr int kAttemptBits = 16;

stepgate_str str(std::string_view text) noexcept { return {text.data(), text.size()}; }

std::string object_text(const Json& json) { return json.is_object() ? json.dump() : "{}"; }

/// A status word without any HTTP behind it: a native adapter's.
void outcome_of_word(const plugin::SubmitEnd& end, runtime::SubmitOutcome& outcome,
                     flow::ResultBuilder& results) {
  outcome.kind = Kind::answered;
  switch (end.end.status) {
    case STEPGATE_UNAUTHORIZED:
      outcome.http = 401;
      return;
    case STEPGATE_RETRYABLE:
      outcome.http = 429;
      outcome.retry_after = end.end.retry_after;
      return;
    case STEPGATE_CANCELLED:
      outcome.kind = Kind::not_sent;
      return;
    default:
      break;
  }
  // It said no, and nothing else will come: everyone fails with the adapter's own code.
  outcome.kind = Kind::finished;
  results.fail_chunk(end.end.code, end.end.message);
}

/// No token: the chunk waits. Refused for good counts as the service's own 401, which pauses the
/// service until somebody enters other credentials; nobody fails for that.
void outcome_without_grant(const GrantRefused& failure, runtime::SubmitOutcome& outcome) {
  outcome.kind = failure.passing ? Kind::not_sent : Kind::answered;
  outcome.http = failure.passing ? 0 : 401;
  outcome.renewable = false;
  outcome.code = failure.code();
  outcome.message = failure.what();
}

}  // namespace

plugin::Handle handle_of(const flow::ChunkKey& key, std::uint16_t attempt) noexcept {
  return {static_cast<std::uint64_t>(key.bucket) << kAttemptBits | attempt,
          static_cast<std::uint64_t>(key.chunk)};
}

std::pair<flow::ChunkKey, std::uint16_t> key_of(plugin::Handle handle) noexcept {
  return {{static_cast<flow::Bucket>(handle.high >> kAttemptBits),
           static_cast<flow::ChunkId>(handle.low)},
          static_cast<std::uint16_t>(handle.high)};
}

ServiceAdapter::ServiceAdapter(AdapterParts parts) : parts_(std::move(parts)) {
  for (const auto& out : parts_.plan->outgoing)
    out_fields_.push_back({str(out.key), static_cast<std::uint32_t>(out.type), 0});
  for (const auto& in : parts_.plan->incoming)
    in_fields_.push_back({str(in.key), static_cast<std::uint32_t>(in.type), 0});
  for (const auto& attribute : parts_.plan->attributes) attributes_.push_back(str(attribute.name));
  headers_ = object_text(parts_.plan_json["headers"]);
  Json subscription = Json::object({{"munchkinId", parts_.subscription.munchkin_id}});
  if (!parts_.subscription.prefix.empty()) subscription.set("prefix", parts_.subscription.prefix);
  if (!parts_.subscription.crm_sync_status.empty())
    subscription.set("crmSyncStatus", parts_.subscription.crm_sync_status);
  subscription_ = subscription.dump();
  Json admin =
      parts_.plan_json["globals"].is_object() ? parts_.plan_json["globals"] : Json::object();
  if (parts_.plan_json["service"]["settings"]["headersInContext"].as_bool())
    for (const auto& [name, value] : parts_.plan_json["headers"].members()) admin.set(name, value);
  admin_ = admin.dump();
  token_request_ = Json::object({{"munchkinId", parts_.subscription.munchkin_id}}).dump();
  subject_ = "service " + parts_.plan->service_name;
}

plugin::CallContext ServiceAdapter::context(Ms deadline) const {
  plugin::CallContext context;
  context.subject = subject_;
  context.deadline = deadline;
  return context;
}

stepgate_chunk ServiceAdapter::chunk(std::span<const flow::PersonId> ids) const {
  stepgate_chunk chunk{};
  chunk.struct_size = sizeof chunk;
  chunk.record_count = static_cast<std::uint32_t>(ids.size());
  chunk.ids = ids.data();
  chunk.out_field_count = static_cast<std::uint32_t>(out_fields_.size());
  chunk.in_field_count = static_cast<std::uint32_t>(in_fields_.size());
  chunk.out_fields = out_fields_.data();
  chunk.in_fields = in_fields_.data();
  chunk.attribute_count = static_cast<std::uint32_t>(attributes_.size());
  chunk.attributes = attributes_.data();
  chunk.callback_key = str(parts_.callback_key);
  return chunk;
}

/// {"batchId", "campaignId", "subscription", "admin", and the blocks of the run}: sdk/ABI.md.
std::string ServiceAdapter::chunk_context(const runtime::Submission& submission) const {
  std::string text = "{\"batchId\":\"" + std::to_string(submission.run) +
                     "\",\"campaignId\":" + std::to_string(submission.campaign) +
                     ",\"subscription\":" + subscription_ + ",\"admin\":" + admin_;
  const auto blocks = trim(submission.context);
  if (blocks.size() > 2 && blocks.front() == '{') {
    text += ",";
    text += blocks.substr(1, blocks.size() - 2);
  }
  return text + "}";
}

runtime::SubmitOutcome ServiceAdapter::submit(const runtime::Submission& submission,
                                              flow::ResultBuilder& results) {
  std::vector<stepgate_value> values(submission.values.size());
  std::transform(submission.values.begin(), submission.values.end(), values.begin(), to_abi);
  const auto blocks = chunk_context(submission);
  auto chunk = this->chunk(submission.ids);
  chunk.values = values.data();
  chunk.attempt = submission.attempt;
  chunk.context = str(blocks);
  chunk.parameters = str(submission.parameters);
  chunk.headers = str(headers_);
  chunk.callback_url = str(submission.callback_url);
  chunk.token = str(submission.token);

  DoorOptions options;
  options.grants = parts_.grants;
  options.key = parts_.grant;
  options.retry_refused = false;  // the core decides about a submit
  options.trace = submission.trace;
  ServiceDoor door(*parts_.client, *parts_.clock, std::move(options));
  door.masker().add(submission.token);
  door.masker().add(parts_.callback_key);
  auto call = context(submission.deadline);
  call.http = &door;
  call.cancelled = submission.cancelled;
  ResultsDoor sink(results);
  const auto end =
      parts_.session->submit(call, chunk, handle_of(submission.key, submission.attempt), sink);

  runtime::SubmitOutcome outcome;
  outcome.trace = door.take_trace();
  outcome.http = end.http_status;
  outcome.after_body = end.after_body;
  outcome.retry_after = end.retry_after;
  outcome.renewable = door.renewable();
  outcome.code = end.end.code;
  if (!end.end.message.empty()) outcome.message = door.masker().mask(end.end.message);
  if (outcome.http == 401 && door.renewable())
    parts_.grants->refused(parts_.grant, door.grant_made_at());
  if (const auto& failure = door.grant_failure()) {
    outcome_without_grant(*failure, outcome);
  } else if (end.end.status == STEPGATE_OK) {
    outcome.kind = end.disposition == STEPGATE_FINISHED   ? Kind::finished
                   : end.disposition == STEPGATE_ACCEPTED ? Kind::accepted
                                                          : Kind::pending;
  } else if (end.http_status != 0) {
    outcome.kind = Kind::answered;
  } else if (end.http_outcome == STEPGATE_HTTP_NOT_SENT) {
    outcome.kind = Kind::not_sent;
  } else if (end.http_outcome == STEPGATE_HTTP_BROKEN ||
             end.http_outcome == STEPGATE_HTTP_TIMEOUT) {
    outcome.kind = Kind::broken;
  } else {
    outcome_of_word(end, outcome, results);
  }
  return outcome;
}

/// Any answer but a 5xx shows that somebody is there: what the service has against the request is
/// told to who makes the next one. A native adapter that has no status is always there.
std::optional<std::string> ServiceAdapter::probe(const std::function<bool()>& cancelled) {
  constexpr int kServerError = 500;
  DoorOptions options;
  options.grants = parts_.grants;
  options.key = parts_.grant;
  ServiceDoor door(*parts_.client, *parts_.clock, std::move(options));
  auto call = context(parts_.clock->now() + kProbeWithin);
  call.http = &door;
  call.cancelled = cancelled;
  try {
    parts_.session->status(call, Json::object({{"authorize", true}}));
  } catch (const Error& e) {
    const auto* refused = dynamic_cast<const plugin::PluginCallError*>(&e);
    const bool has_none = refused != nullptr && refused->status() == STEPGATE_UNSUPPORTED;
    const bool answered = door.last_status() != 0 && door.last_status() < kServerError;
    const auto& no_grant = door.grant_failure();
    if (has_none || (no_grant ? !no_grant->passing : answered)) return std::nullopt;
    return no_grant ? std::string(no_grant->what()) : door.masker().mask(e.what());
  }
  return std::nullopt;
}

std::optional<std::string> ServiceAdapter::on_callback(std::span<const flow::PersonId> ids,
                                                       runtime::CallbackRequest& request,
                                                       flow::ResultBuilder& results) {
  auto chunk = this->chunk(ids);
  chunk.token = str(request.token);
  plugin::CallbackView view;
  for (const auto& header : request.headers) view.headers.emplace_back(header.name, header.value);
  view.body = request.body;
  ResultsDoor sink(results);
  const auto end =
      parts_.session->on_callback(context(parts_.clock->now() + kDecodeWithin), chunk, view, sink);
  if (end.status == STEPGATE_OK) return std::nullopt;
  return end.message.empty() ? end.code : end.message;
}

bool ServiceAdapter::find_token(const runtime::CallbackRequest& request,
                                const std::function<bool(std::string_view)>& good) {
  plugin::CallbackView view;
  for (const auto& header : request.headers) view.headers.emplace_back(header.name, header.value);
  view.body = request.body;
  return parts_.session->find_token(context(parts_.clock->now() + kDecodeWithin), view, good);
}

std::string ServiceAdapter::make_token(std::string_view random) {
  return parts_.session->make_token(context(0), random, Json::parse(token_request_));
}

std::string ServiceAdapter::answer(runtime::CallbackAnswer answer, std::string_view request_id,
                                   std::string_view message) {
  return parts_.session->answer(context(0), static_cast<std::int32_t>(answer), request_id, message);
}

std::string ServiceAdapter::callback_trace(const runtime::CallbackRequest& request) {
  Masker masker;
  masker.add(parts_.callback_key);
  // Some services send the token in the body; it is looked for only where one may stand.
  if (request.body.find("\"token\"") != std::string::npos)
    find_token(request, [&](std::string_view token) {
      masker.add(token);
      return false;
    });
  std::string text;
  for (const auto& header : request.headers) {
    const bool secret = iequals(header.name, "x-callback-token") ||
                        iequals(header.name, "authorization") ||
                        iequals(header.name, "x-api-key") || iequals(header.name, "cookie");
    if (secret) masker.add(header.value);
    text += header.name + ": " + (secret ? "***" : header.value) + "\n";
  }
  return masker.mask(text) + "\n" + masker.mask_cut(request.body, kTraceBytes);
}

}  // namespace stepgate::catalog
