#include "service/submissions.hpp"

#include <algorithm>
#include <utility>

#include "json/text.hpp"
#include "oddities/texts.hpp"

namespace sample {
namespace {

bool hits(std::uint64_t every, std::uint64_t number) { return every != 0 && number % every == 0; }

bool is_header_safe(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

bool is_success(int status) { return status >= 200 && status < 300; }

IdRanges ids_of(const std::vector<Lead>& leads) {
  IdRanges ids;
  for (const Lead& lead : leads) ids.add(lead.id);
  return ids;
}

}  // namespace

Submissions::Submissions(const Options& options, const Profile& profile, Callbacks& callbacks,
                         Stats& stats, WitnessLog& log)
    : options_(options),
      faults_(options.faults),
      profile_(profile),
      callbacks_(callbacks),
      stats_(stats),
      log_(log) {}

void Submissions::reset() { submits_ = accepted_ = people_ = 0; }

void Submissions::handle(const Request& request, const Responder& responder) {
  ++stats_.submits;
  stats_.bytes_in += request.body.size();
  if (const auto wrong = read_submit(request.body, profile_.wanted(), submit_)) {
    return refuse_unreadable(responder, *wrong);
  }
  auto url = parse_http_url(submit_.callback_url);
  if (!url) return refuse_unreadable(responder, "callbackUrl is not an http URL");
  if (!is_header_safe(submit_.token) || !is_header_safe(submit_.callback_key)) {
    return refuse_unreadable(responder, "token or apiCallBackKey does not fit into a header");
  }
  ChunkNote chunk = note_of(++submits_);
  const Oddities& odd = options_.oddities;
  const int refusal = odd_refusal(request);
  const int status = refusal != 0 ? refusal : status_for(submits_);
  note_submit(chunk, status, request);
  const bool works = is_success(status) || (faults_.work_anyway && refusal == 0);
  const bool held =
      options_.hold || odd.has(Spot::kSubmit, "hold") || odd.has(Spot::kSubmit, "held");
  if (!works || !held) answer(request, responder, status);
  if (!works) return;

  const std::uint64_t accepted = ++accepted_;
  auto delivery = work(std::move(*url), std::move(chunk));
  // With --hold the submit then stays unanswered, as with a service that hangs.
  if (hits(faults_.no_callback_every, accepted)) return;
  delivery->forged_first = hits(faults_.bad_token_every, accepted);
  delivery->garbage_first = hits(faults_.garbage_every, accepted);
  delivery->twice = hits(faults_.duplicate_every, accepted);
  if (held) {
    const int last = odd.number(Spot::kSubmit, "held").value_or(status);
    delivery->done = [this, responder, last](bool delivered) {
      answer_late(responder, delivered ? last : 502);
    };
  }
  callbacks_.send(std::move(delivery));
}

void Submissions::refuse_unreadable(const Responder& responder, const std::string& why) {
  ++stats_.answers[400];
  log_.submit({}, 400, {}, {});
  responder.send(error_response(400, "BAD_REQUEST", why));
}

Response Submissions::response_of(int status) {
  Response response;
  response.status = status;
  if (!is_success(status)) response = error_response(status, "INJECTED", "A fault was asked for");
  return response;
}

void Submissions::answer(const Request& request, const Responder& responder, int status) {
  Response response = response_of(status);
  if (status == 429 || status == 503) response.headers = retry_after();
  if (is_success(status)) options_.oddities.spoil(Spot::kSubmit, request, response);
  ++stats_.answers[response.status];
  responder.send(response);
}

void Submissions::answer_late(const Responder& responder, int status) {
  ++stats_.answers[status];
  responder.send(response_of(status));
}

// The header of a refusal. An oddity that refuses the first submit says for itself when to come
// again, or nothing.
std::string Submissions::retry_after() const {
  const Oddities& odd = options_.oddities;
  if (const auto seconds = odd.number(Spot::kSubmit, "retry-after")) {
    return "Retry-After: " + std::to_string(*seconds) + "\r\n";
  }
  if (const auto seconds = odd.number(Spot::kSubmit, "retry-date")) {
    return "Retry-After: " + http_date_in(*seconds) + "\r\n";
  }
  if (odd.has(Spot::kSubmit, "first")) return {};
  return "Retry-After: " + std::to_string(faults_.retry_after) + "\r\n";
}

// The status with which an oddity refuses this submit, or 0.
int Submissions::odd_refusal(const Request& request) const {
  const Oddities& odd = options_.oddities;
  const auto most_people = odd.number(Spot::kSubmit, "most-people");
  if (most_people && submit_.leads.size() > static_cast<std::size_t>(*most_people)) return 413;
  const auto most_bytes = odd.number(Spot::kSubmit, "most-bytes");
  if (most_bytes && request.body.size() > static_cast<std::size_t>(*most_bytes)) return 413;
  return submits_ == 1 ? odd.number(Spot::kSubmit, "first").value_or(0) : 0;
}

int Submissions::status_for(std::uint64_t number) const {
  if (faults_.status_code != 0) return faults_.status_code;
  if (hits(faults_.reject_every, number)) return 429;
  if (hits(faults_.unavailable_every, number)) return 503;
  if (hits(faults_.error_every, number)) return 500;
  return 201;
}

ChunkNote Submissions::note_of(std::uint64_t number) const {
  if (!log_.enabled()) return {number, {}, 0, {}};
  return {number, submit_.batch_id, submit_.campaign_id.value_or(0), sha256_hex(submit_.token)};
}

void Submissions::note_submit(const ChunkNote& chunk, int status, const Request& request) {
  if (!log_.enabled()) return;
  log_.submit(chunk, status, ids_of(submit_.leads), request.head.value("x-request-source"));
}

// The leads are views into the request, so this happens before the handler returns.
std::shared_ptr<Delivery> Submissions::work(Url url, ChunkNote chunk) {
  ++stats_.accepted;
  stats_.leads += submit_.leads.size();
  auto delivery = std::make_shared<Delivery>();
  delivery->url = std::move(url);
  delivery->token = submit_.token;
  delivery->api_key = submit_.callback_key;
  delivery->munchkin_id = submit_.munchkin_id;
  delivery->chunk = std::move(chunk);
  if (hits(faults_.chunk_error_every, accepted_)) {
    people_ += submit_.leads.size();
    delivery->chunk_error = "SERVICE_FAILED";
    delivery->rest = R"("errorCode":"SERVICE_FAILED","errorMessage":"A fault was asked for"})";
  } else {
    append_people(*delivery);
  }
  return delivery;
}

void Submissions::append_people(Delivery& delivery) {
  std::string& out = delivery.rest;
  out.reserve(64 + submit_.leads.size() * (usual_entry_size_ + 16));
  out = "\"objectData\":[";
  for (const Lead& lead : submit_.leads) append_person(lead, delivery);
  if (out.back() == ',') out.pop_back();
  if (!submit_.leads.empty()) usual_entry_size_ = out.size() / submit_.leads.size();
  out += "]}";
}

void Submissions::append_person(const Lead& lead, Delivery& delivery) {
  const std::uint64_t number = ++people_;
  if (hits(faults_.partial_every, number)) {
    ++stats_.entries_omitted;
    return;
  }
  const Outcome outcome =
      hits(faults_.lead_error_every, number)
          ? append_failure(lead, "INJECTED_ERROR", "A fault was asked for", delivery.rest)
          : profile_.append_entry(submit_, lead, delivery.rest);
  delivery.rest += ',';
  ++(outcome.success ? stats_.entries_ok : stats_.entries_failed);
  stats_.fields += static_cast<std::uint64_t>(outcome.fields);
  if (!log_.enabled()) return;
  delivery.entries.fields += static_cast<std::uint64_t>(outcome.fields);
  delivery.entries.all.add(lead.id);
  if (!outcome.success) delivery.entries.failed.add(lead.id);
}

}  // namespace sample
