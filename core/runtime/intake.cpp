#include "runtime/intake.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace stepgate::runtime {
namespace {

/// The attempt's hash that this secret has, compared in constant time over all attempts.
std::optional<flow::TokenHash> match(const flow::ChunkRow& row, std::string_view secret) {
  const auto digest = sha256(secret);
  const std::string_view mine(reinterpret_cast<const char*>(digest.data()),
                              sizeof(flow::TokenHash));
  std::optional<flow::TokenHash> found;
  for (const auto& token : row.tokens) {
    const std::string_view theirs(reinterpret_cast<const char*>(token.data()), token.size());
    if (equal_constant_time(mine, theirs)) found = token;
  }
  return found;
}

std::optional<flow::TokenHash> token_of(Adapter& adapter, CallbackRequest& request,
                                        const flow::ChunkRow& row) {
  std::optional<flow::TokenHash> token;
  std::string good;
  adapter.find_token(request, [&](std::string_view secret) {
    token = match(row, secret);
    if (token) good = secret;
    return token.has_value();
  });
  request.token = std::move(good);
  return token;
}

CallbackAnswer answer_of(const EventReply& reply) {
  if (reply.kind == EventReply::Kind::unknown) return CallbackAnswer::unknown;
  if (reply.kind == EventReply::Kind::unavailable) return CallbackAnswer::busy;
  if (!reply.verdict) return CallbackAnswer::bad_token;  // the token is of no attempt any more
  switch (*reply.verdict) {
    case flow::Verdict::duplicate:
      return CallbackAnswer::duplicate;
    case flow::Verdict::conflict:
      return CallbackAnswer::conflict;
    case flow::Verdict::late:
      return CallbackAnswer::late;
    case flow::Verdict::applied:
    case flow::Verdict::aborted_applied:
      break;
  }
  return CallbackAnswer::ok;
}

std::string_view words(CallbackAnswer answer) {
  switch (answer) {
    case CallbackAnswer::ok:
      return "the results are applied";
    case CallbackAnswer::duplicate:
      return "these results had been applied already";
    case CallbackAnswer::late:
      return "too late: the results are kept, not applied";
    case CallbackAnswer::conflict:
      return "other results were applied already";
    case CallbackAnswer::bad_token:
      return "the callback token is missing or wrong";
    case CallbackAnswer::unreadable:
      return "the body can't be read";
    case CallbackAnswer::too_large:
      return "the body is too large";
    case CallbackAnswer::unknown:
      return "no such chunk";
    case CallbackAnswer::busy:
      break;
  }
  return "not now; please send it again";
}

/// Under which code a refusal stands in the service's log; empty: it does not.
std::string_view log_code(CallbackAnswer answer) noexcept {
  switch (answer) {
    case CallbackAnswer::bad_token:
      return "CALLBACK_TOKEN_WRONG";
    case CallbackAnswer::unreadable:
      return "CALLBACK_UNREADABLE";
    case CallbackAnswer::too_large:
      return "CALLBACK_TOO_LARGE";
    default:
      return {};
  }
}

}  // namespace

int http_status(CallbackAnswer answer) noexcept {
  switch (answer) {
    case CallbackAnswer::ok:
    case CallbackAnswer::duplicate:
    case CallbackAnswer::late:
      return 200;
    case CallbackAnswer::conflict:
      return 409;
    case CallbackAnswer::bad_token:
      return 401;
    case CallbackAnswer::unreadable:
      return 400;
    case CallbackAnswer::too_large:
      return 413;
    case CallbackAnswer::unknown:
      return 404;
    case CallbackAnswer::busy:
      break;
  }
  return 503;
}

std::string plain_answer(int status, std::string_view request_id, std::string_view message) {
  return Json::object({{"requestId", request_id}, {"status", status}, {"message", message}}).dump();
}

CallbackResponse Intake::refuse(std::string_view code, CallbackAnswer answer,
                                std::string_view request_id, std::string_view message) {
  std::string body;
  std::shared_ptr<Adapter> adapter;
  if (const auto key = engine_.chunk_of_code(code)) {
    try {
      if (const auto row = store_.find_chunk(*key)) {
        adapter = catalog_.adapter(row->service, row->plan);
        note_refusal(*row, answer, message.empty() ? words(answer) : message);
      }
    } catch (const std::exception& e) {
      log(Severity::warn, "runtime",
          std::string("a refused callback's chunk can't be read: ") + e.what());
    }
  }
  const auto text = message.empty() ? words(answer) : message;
  body = adapter ? adapter->answer(answer, request_id, text)
                 : catalog_.unknown_answer(answer, request_id, text);
  return {http_status(answer), std::move(body), answer == CallbackAnswer::busy ? 5 : 0};
}

void Intake::note_refusal(const flow::ChunkRow& row, CallbackAnswer answer, std::string_view why) {
  const auto code = log_code(answer);
  if (code.empty()) return;
  constexpr std::size_t kRemembered = 10'000;
  {
    const std::lock_guard lock(mutex_);
    if (noted_.size() >= kRemembered) noted_.clear();
    if (!noted_.emplace(row.chunk, answer).second) return;
  }
  engine_.note({row.service,
                row.run,
                row.chunk,
                0,
                {2, "callback", std::string(code),
                 "A callback was answered " + std::to_string(http_status(answer)) + ": " +
                     std::string(why) + ". The same again is not logged for this chunk."}});
}

std::shared_ptr<const RecentChunk> Intake::load(const flow::ChunkKey& key) {
  auto row = store_.find_chunk(key);
  if (!row) return nullptr;
  return std::make_shared<const RecentChunk>(RecentChunk{std::move(*row), store_.members(key)});
}

void Intake::take(std::string_view code, CallbackRequest request, const std::string& request_id,
                  std::function<void(CallbackResponse)> done) {
  const auto key = engine_.chunk_of_code(code);
  auto chunk = key ? engine_.recent(*key) : nullptr;
  const bool from_memory = chunk != nullptr;
  if (key && !chunk) chunk = load(*key);
  if (!chunk) return done(refuse(code, CallbackAnswer::unknown, request_id, {}));
  const auto service = chunk->row.service;
  const auto plan = catalog_.plan(service, chunk->row.plan);
  const auto adapter = plan ? catalog_.adapter(service, chunk->row.plan) : nullptr;
  if (!adapter)
    return done(
        refuse(code, CallbackAnswer::busy, request_id, "the service's adapter is not loaded"));
  const auto say = [adapter, request_id](CallbackAnswer answer, std::string_view message = {}) {
    const auto text = message.empty() ? words(answer) : message;
    return CallbackResponse{http_status(answer), adapter->answer(answer, request_id, text),
                            answer == CallbackAnswer::busy ? 5 : 0};
  };

  auto token = token_of(*adapter, request, chunk->row);
  if (!token && from_memory && (chunk = load(*key)) != nullptr) {
    // What is kept in memory may not know a later attempt.
    token = token_of(*adapter, request, chunk->row);
  }
  if (!token || !chunk) {
    if (chunk)
      note_refusal(chunk->row, CallbackAnswer::bad_token, words(CallbackAnswer::bad_token));
    return done(say(CallbackAnswer::bad_token));
  }

  const std::span<const flow::PersonId> members = chunk->members;
  std::vector<TraceText> trace;
  if (engine_.wants_trace(chunk->row))
    trace.push_back({"callback", adapter->callback_trace(request)});
  flow::ResultBuilder results(*plan, members);
  if (const auto why = adapter->on_callback(members, request, results)) {
    note_refusal(chunk->row, CallbackAnswer::unreadable, *why);
    return done(say(CallbackAnswer::unreadable, *why));
  }
  engine_.post(*key, flow::ResultsIn{*token, results.build()}, std::move(trace),
               [say, done = std::move(done)](EventReply reply) { done(say(answer_of(reply))); });
}

}  // namespace stepgate::runtime
