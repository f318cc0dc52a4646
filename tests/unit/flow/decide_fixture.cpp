#include "decide_fixture.hpp"

#include <type_traits>

namespace stepgate::flow::test {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

std::string text_of(const Durable& w) {
  return std::visit(
      Overloaded{[](const Close& c) { return "close" + (c.code.empty() ? "" : " " + c.code); },
                 [](const LeaveFlow&) { return std::string("leave"); },
                 [](const Split&) { return std::string("split"); },
                 [](const Reopen&) { return std::string("reopen"); },
                 [](const KeepLate&) { return std::string("keep late"); },
                 [](const CountStatistic& c) { return "count " + c.code; },
                 [](const LogEntry& l) { return "log " + l.code; }},
      w);
}

std::string text_of(const After& a) {
  return std::visit(
      Overloaded{[](const Send& s) { return "send " + std::to_string(s.attempt); },
                 [](const Answer& x) { return "answer " + std::string(to_string(x.verdict)); },
                 [](const RenewGrant&) { return std::string("renew"); },
                 [](const PauseService& p) { return "pause " + p.reason; },
                 [](const LearnChunkSize& l) { return "learn " + std::to_string(l.people); }},
      a);
}

template <class T>
std::string list(const std::vector<T>& all) {
  std::string out;
  for (const T& one : all) out += (out.empty() ? " " : ", ") + text_of(one);
  return out;
}

}  // namespace

TokenHash token(std::uint16_t attempt) {
  TokenHash t{};
  t[0] = static_cast<std::uint8_t>(attempt);
  t[15] = 0x5a;
  return t;
}

ChunkRow row_in(State state) {
  ChunkRow row;
  row.bucket = 3;
  row.chunk = 77;
  row.state = state;
  row.ver = 4;
  row.people = 1000;
  row.seq = 2;
  row.run = 9;
  row.service = 5;
  row.plan = 6;
  if (state == State::queued) {
    row.due_at = kNow - 10'000;
    return row;
  }
  row.attempt = 1;
  row.first_try_at = kNow - 10'000;
  row.tokens = {token(1)};
  const Ms deadline = row.first_try_at + Limits{}.deadline;
  if (state == State::backoff) row.due_at = kNow;
  if (state == State::sending) row.owner = kEpoch;
  if (is_open(state) && state != State::backoff) row.due_at = deadline;
  if (state == State::done) row.digest = results()->digest;
  return row;
}

ResultsRef results(std::string chunk_code, std::uint8_t digest) {
  auto r = std::make_shared<ChunkResults>();
  r->chunk_code = std::move(chunk_code);
  r->digest[0] = digest;
  return r;
}

Event claimed() { return Claimed{kEpoch, token(2)}; }
Event answered(int http, Ms retry_after, Ms after_body, bool renewable) {
  return SubmitAnswered{1, http, retry_after, after_body, renewable};
}
Event broke(bool body_left) { return SubmitBroke{1, body_left}; }
Event results_in(std::string chunk_code, std::uint8_t digest) {
  return ResultsIn{token(1), results(std::move(chunk_code), digest)};
}

std::string describe(const Decision& d) {
  return std::string(to_string(d.row)) + " " + std::string(to_string(d.next.state)) + " |" +
         list(d.writes) + " |" + list(d.after);
}

}  // namespace stepgate::flow::test
