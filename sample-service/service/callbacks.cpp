#include "service/callbacks.hpp"

#include <algorithm>

#include "json/text.hpp"

namespace sample {
namespace {

constexpr auto kLongestPause = std::chrono::milliseconds(60'000);

// A token of the same shape that the host has never given out.
std::string forged(std::string token) {
  for (char& c : token) c = c == 'x' ? 'y' : 'x';
  return token;
}

// The front of the body, up to what `rest` goes on with.
std::string body_front(const Delivery& delivery, std::string_view token, TokenPlace place) {
  std::string out = "{\"munchkinId\":\"";
  append_escaped(delivery.munchkin_id, out);
  out += "\",";
  if (place == TokenPlace::kBody) {
    out += "\"token\":\"";
    append_escaped(token, out);
    out += "\",";
  }
  return out;
}

std::string head_and_front(const Delivery& delivery, std::string_view token, TokenPlace place,
                           std::string_view front, std::size_t rest_size) {
  std::string out;
  out.reserve(384 + delivery.url.target.size() + front.size());
  out.append("POST ").append(delivery.url.target).append(" HTTP/1.1\r\nHost: ");
  out.append(delivery.url.authority);
  out.append("\r\nUser-Agent: stepgate-sample-service\r\nContent-Type: application/json\r\n");
  out.append("Content-Length: ").append(std::to_string(front.size() + rest_size)).append("\r\n");
  out.append("x-api-key: ").append(delivery.api_key).append("\r\n");
  if (place == TokenPlace::kHeader) out.append("x-callback-token: ").append(token).append("\r\n");
  if (place == TokenPlace::kBearer) {
    out.append("Authorization: Bearer ").append(token).append("\r\n");
  }
  return out.append("\r\n").append(front);
}

bool is_success(int status) { return status >= 200 && status < 300; }

}  // namespace

Callbacks::Callbacks(EventLoop& loop, const Options& options, Stats& stats, WitnessLog& log)
    : loop_(loop),
      options_(options),
      stats_(stats),
      log_(log),
      client_(loop, {options.callback_connections, options.callback_timeout}) {}

void Callbacks::send(Job job) {
  ++stats_.callbacks_due;
  ++stats_.callbacks_pending;
  job->started = Clock::now();
  const auto start = [this, job = std::move(job)] { go_on(job, Step::kForged); };
  if (options_.delay.count() > 0) {
    loop_.after(options_.delay, start);
  } else {
    loop_.at_end_of_turn(start);
  }
}

// Takes the first step from `step` on that this delivery has.
void Callbacks::go_on(const Job& job, Step step) {
  if (step == Step::kForged && !job->forged_first) step = Step::kGarbage;
  if (step == Step::kGarbage && !job->garbage_first) step = Step::kGood;
  if (step == Step::kDuplicate && !job->twice) step = Step::kFinished;
  if (step != Step::kFinished) return attempt(job, step, 1);
  --stats_.callbacks_pending;
}

void Callbacks::attempt(const Job& job, Step step, int number) {
  const std::string token = step == Step::kForged ? forged(job->token) : job->token;
  std::string front = body_front(*job, token, options_.token_place);
  std::string_view rest = job->rest;
  if (step == Step::kGarbage) {
    front += "\"objectData\":[{\"leadData\":{\"id\":";
    rest = {};
  }
  ++stats_.callback_attempts;
  ClientRequest request;
  if (step != Step::kGarbage && options_.oddities.acts_on(Spot::kCallback)) {
    job->spoiled = front.append(rest);
    request.head = head_and_front(*job, token, options_.token_place, {}, 0);
    options_.oddities.spoil_callback(token, options_.api_key, request.head, job->spoiled);
    request.body = job->spoiled;
  } else {
    request.head = head_and_front(*job, token, options_.token_place, front, rest.size());
    request.body = rest;
  }
  stats_.bytes_out += request.head.size() + request.body.size();
  request.done = [this, job, step, number](const ClientResult& result) {
    on_answer(job, step, number, result);
  };
  client_.post(job->url.where, std::move(request));
}

void Callbacks::on_answer(const Job& job, Step step, int number, const ClientResult& result) {
  constexpr std::string_view kNames[] = {"forged", "garbage", "good", "duplicate"};
  const CallbackNote note{kNames[static_cast<std::size_t>(step)], number, result.status,
                          job->chunk_error};
  log_.callback(job->chunk, note, step == Step::kGarbage ? EntriesNote() : job->entries);
  if (step == Step::kForged) return go_on(job, Step::kGarbage);
  if (step == Step::kGarbage) return go_on(job, Step::kGood);
  if (step == Step::kDuplicate) return go_on(job, Step::kFinished);

  const bool delivered = is_success(result.status);
  if (!delivered && worth_retrying(result.status) && number <= options_.callback_retries) {
    ++stats_.callback_retries;
    return loop_.after(pause_after(number, result),
                       [this, job, number] { attempt(job, Step::kGood, number + 1); });
  }
  ++(delivered ? stats_.callbacks_delivered : stats_.callbacks_failed);
  if (delivered) {
    stats_.latency.add(
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - job->started));
  }
  if (job->done) job->done(delivered);
  go_on(job, delivered ? Step::kDuplicate : Step::kFinished);
}

bool Callbacks::worth_retrying(int status) const {
  return status == 0 || status == 404 || status == 408 || status == 409 || status == 429 ||
         status >= 500;
}

std::chrono::milliseconds Callbacks::pause_after(int number, const ClientResult& result) const {
  const auto doubled = options_.retry_pause * (1 << std::min(number - 1, 16));
  return std::clamp<std::chrono::milliseconds>(result.retry_after, std::min(doubled, kLongestPause),
                                               kLongestPause);
}

}  // namespace sample
