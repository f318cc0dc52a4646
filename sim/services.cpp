#include "sim/services.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "sim/watch.hpp"

namespace stepgate::sim {
namespace {

using Kind = runtime::SubmitOutcome::Kind;

runtime::SubmitOutcome ended(Kind kind) {
  runtime::SubmitOutcome outcome;
  outcome.kind = kind;
  return outcome;
}

/// Nothing can have happened, as the service understands it (docs/protocol.md section 2).
bool refused(int http, Ms retry_after, Ms after_body) {
  if (http == 503) return retry_after >= 0 || after_body <= 5'000;
  return http >= 300 && http < 500;
}

Ms drawn_retry_after(Random& random) {
  switch (random.below(4)) {
    case 0:
      return -1;
    case 1:
      return 0;
    default:
      return random.between(1, 30) * 1000;
  }
}

}  // namespace

std::string Services::body_of(const Delivery& delivery) {
  return delivery.kind == Delivery::Kind::garbage ? "{" : "p" + std::to_string(delivery.payload);
}

const Payload* Services::payload(std::string_view body) const {
  if (!body.starts_with('p')) return nullptr;
  std::size_t number = 0;
  std::from_chars(body.data() + 1, body.data() + body.size(), number);
  return &payloads_.at(number);
}

Services::Answer Services::refusal(Service& service, std::size_t people) {
  const Faults& f = ground_.faults;
  Random& random = ground_.random;
  Answer a;
  a.http = 0;
  a.after_body = random.between(1, 800);
  if (service.grant_good && random.chance(f.unauthorized)) service.grant_good = false;
  if (!service.grant_good) {
    a.http = 401;
  } else if (people > service.takes_people) {
    a.http = 413;
  } else if (random.chance(f.busy)) {
    a.http = random.one_in(2) ? 429 : 408;
    a.retry_after = drawn_retry_after(random);
  } else if (random.chance(f.early_503)) {
    a.http = 503;
    a.retry_after = drawn_retry_after(random);
  } else if (random.chance(f.client_error)) {
    a.http = random.one_of(std::array{400, 403, 404, 409, 422, 302});
  }
  a.works = random.chance(f.work_anyway);
  return a;
}

Services::Answer Services::draw_answer(Service& service, std::size_t people) {
  const Faults& f = ground_.faults;
  Random& random = ground_.random;
  Answer a = refusal(service, people);
  if (a.http != 0) return a;
  a.works = true;
  if (random.chance(f.late_503)) {
    a.http = 503;
    a.after_body = random.between(5'001, 30'000);
    if (random.one_in(3)) a.retry_after = random.between(1, 30) * 1000;
    a.works = random.one_in(2);
  } else if (random.chance(f.server_error)) {
    a.http = random.one_of(std::array{500, 502, 504, 501});
    a.works = random.one_in(2);
  } else {
    a.http = random.one_of(std::array{200, 201, 202, 204});
    a.held = random.chance(f.hold);
    if (a.held && random.one_in(4)) a.http = 500;
  }
  return a;
}

std::int32_t Services::new_payload(const flow::ChunkKey& key, std::size_t people, bool idempotent) {
  const auto number = static_cast<std::int32_t>(payloads_.size());
  if (idempotent) {
    const auto [it, fresh] = known_.try_emplace(key, number);
    if (!fresh) return it->second;
  }
  payloads_.push_back(Payload::drawn(number, people, ground_.faults, ground_.random));
  return number;
}

/// Plans the deliveries of one request's results; gives the time of the first good one.
Ms Services::work(const Service& service, const runtime::Submission& s, const Answer& answer,
                  Ms body_at) {
  const Faults& f = ground_.faults;
  Random& random = ground_.random;
  Delivery d;
  d.service = service.id;
  d.key = s.key;
  d.attempt = s.attempt;
  d.code = s.callback_url.substr(s.callback_url.rfind('/') + 1);
  d.token = s.token;
  d.native = service.kind == Service::Kind::native_later;
  d.payload = new_payload(s.key, s.ids.size(), service.plan().limits.idempotent);
  d.tries = random.chance(f.gives_up) ? 1 : 20;
  const bool before_answer = answer.held || random.chance(f.early_callback);
  Ms at = body_at + (before_answer ? random.between(1, answer.held ? 40'000 : 50)
                                   : answer.after_body + random.between(1, 6'000));
  if (random.chance(f.late_callback)) at += service.plan().limits.deadline;
  if (!d.native && random.chance(f.garbage)) {
    Delivery garbage = d;
    garbage.kind = Delivery::Kind::garbage;
    later(body_at + random.between(0, at - body_at), garbage);
  }
  if (!d.native && random.chance(f.wrong_token)) {
    Delivery wrong = d;
    wrong.kind = Delivery::Kind::wrong_token;
    later(body_at + random.between(0, at - body_at), wrong);
  }
  if (random.chance(f.no_callback)) return kNever;
  later(at, d);
  return at;
}

runtime::SubmitOutcome Services::submit(const runtime::Submission& s,
                                        flow::ResultBuilder& results) {
  const Faults& f = ground_.faults;
  Random& random = ground_.random;
  auto& service = catalog_.get(watch_.submit_begins(s));
  submitted_to_ = service.id;
  const Ms timeout = service.plan().limits.submit_timeout;
  const auto note = [&](std::string_view how, int http) {
    ground_.note("submit",
                 {{"chunk", s.key.chunk & 0x3fffff},
                  {"attempt", s.attempt},
                  {"http", http},
                  {"took", took_}},
                 how);
  };
  if (random.chance(f.refused)) {
    took_ = random.between(1, 3'000);
    note("refused", 0);
    return ended(Kind::not_sent);
  }
  const Ms body_at = ground_.now() + random.between(1, 200);
  if (random.chance(f.cut_body)) {
    took_ = body_at - ground_.now();
    watch_.may_have_worked(s.key);
    note("cut", 0);
    return ended(Kind::broken);
  }
  Answer answer = draw_answer(service, s.ids.size());
  if (!refused(answer.http, answer.retry_after, answer.after_body)) watch_.may_have_worked(s.key);
  const bool native_now = service.kind == Service::Kind::native && answer.works &&
                          answer.http >= 200 && answer.http < 300;
  if (native_now) {
    took_ = body_at - ground_.now() + answer.after_body;
    payload(new_payload(s.key, s.ids.size(), service.plan().limits.idempotent)).fill(results);
    note("finished", 200);
    return ended(Kind::finished);
  }
  const Ms results_at = answer.works ? work(service, s, answer, body_at) : kNever;
  if (answer.held)
    answer.after_body =
        results_at == kNever ? kNever / 2 : results_at - body_at + random.between(0, 5);
  Ms answer_at = body_at + std::min(answer.after_body, timeout + 1);
  const bool lost = random.chance(f.lost_answer);
  took_ = answer_at - ground_.now();
  if (lost || took_ > timeout) {
    took_ = random.one_in(2) ? std::min(took_, timeout) : timeout;
    note("no answer", answer.http);
    return ended(Kind::broken);
  }
  const bool accepted = answer.http >= 200 && answer.http < 300;
  auto outcome = ended(accepted ? Kind::accepted : Kind::answered);
  if (accepted && service.kind == Service::Kind::native_later) outcome.kind = Kind::pending;
  outcome.http = answer.http;
  outcome.retry_after = answer.retry_after;
  outcome.after_body = answer.after_body;
  outcome.renewable = service.renewable;
  note("answered", answer.http);
  return outcome;
}

/// A service whose door is shut may be open to the question, and the other way round.
bool Services::probed(flow::ServiceId service) {
  const Faults& f = ground_.faults;
  const bool there = !probes_get_lost && !ground_.random.chance(f.refused) &&
                     !ground_.random.chance(f.server_error) &&
                     !ground_.random.chance(f.lost_answer);
  ground_.note("probe", {{"service", service}, {"there", there}});
  return there;
}

void Services::submit_ends(flow::ServiceId service) { watch_.submit_ends(service); }

void Services::later(Ms at, Delivery delivery) {
  ground_.timeline.add(at, kWorld, [this, d = std::move(delivery)]() mutable {
    --d.tries;
    deliver(std::move(d));
  });
}

void Services::again(Delivery delivery) {
  later(ground_.now() + ground_.random.between(1, 60) * 500, std::move(delivery));
}

void Services::unanswered(Delivery d) {
  const bool calm = ground_.faults.until <= ground_.now();
  if (d.tries > 0 || (calm && !d.repeat && d.kind == Delivery::Kind::good)) again(std::move(d));
}

void Services::answered(Delivery d, int status) {
  if (status == 503 || status == 500) return unanswered(std::move(d));
  if (status != 200 || d.kind != Delivery::Kind::good || d.native || d.repeat) return;
  d.repeat = true;
  Random& random = ground_.random;
  if (random.chance(ground_.faults.twice)) again(d);
  if (random.chance(ground_.faults.other_results)) {
    const auto people = payload(d.payload).people.size();
    d.payload = new_payload(d.key, people, false);
    again(d);
  }
}

}  // namespace stepgate::sim
