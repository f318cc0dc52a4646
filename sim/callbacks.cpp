// A delivery of results on its way to the host and back, as its listener would take it.
#include "sim/simulation.hpp"

namespace stepgate::sim {

void Simulation::deliver(Delivery delivery) {
  const bool lost = ground_.random.chance(ground_.faults.lost_callback);
  if (lost || !host_) {
    ground_.note("callback lost", {{"payload", delivery.payload}});
    return services_.unanswered(std::move(delivery));
  }
  const auto id = ++last_exchange_;
  const auto attempt = delivery.attempt;
  auto& open = exchanges_[id];
  open.delivery = std::move(delivery);
  ground_.timeline.add(ground_.in(Point::callback), lives_, [this, id, attempt] {
    const auto at = exchanges_.find(id);
    if (at == exchanges_.end()) return;
    ground_.note("callback", {{"payload", at->second.delivery.payload},
                              {"attempt", attempt},
                              {"kind", static_cast<std::int64_t>(at->second.delivery.kind)}});
    const auto& d = at->second.delivery;
    const bool good = d.kind == Delivery::Kind::good;
    const auto chunk = model_.chunks().find(d.key);
    flow::Digest digest{};
    if (good && chunk != model_.chunks().end())
      digest = services_.payload(d.payload).digest(
          *catalog_.plan(d.service, chunk->second.row.plan), chunk->second.members);
    at->second.exchange = watch_.callback_begins(d.key, good, digest);
    try {
      if (d.native)
        complete(Delivery(d), id);
      else
        host_->intake->take(d.code,
                            {{{"token", good || d.kind == Delivery::Kind::garbage ? d.token : "?"}},
                             Services::body_of(d)},
                            "r" + std::to_string(id),
                            [this, id](const runtime::CallbackResponse& response) {
                              answer(id, response.status, response.body);
                            });
    } catch (const std::exception&) {
      answer(id, 500, "failed");  // as the HTTP server does
    }
    wake();
  });
  // A service waits for half a minute, then it asks again on a new connection.
  after(30'000, [this, id] {
    const auto at = exchanges_.find(id);
    if (at == exchanges_.end()) return;
    auto late = std::move(at->second.delivery);
    exchanges_.erase(at);
    services_.unanswered(std::move(late));
  });
}

/// Results that a native adapter gives later, as runtime::Completion does on a plugin's thread.
void Simulation::complete(const Delivery& d, std::uint64_t exchange) {
  const auto row = store_.find_chunk(d.key);
  const auto plan = catalog_.plan(row->service, row->plan);
  const auto members = store_.members(d.key);
  flow::ResultBuilder results(*plan, members);
  services_.payload(d.payload).fill(results);
  host_->engine->post(d.key, flow::ResultsIn{row->tokens.at(d.attempt - 1u), results.build()}, {},
                      [this, exchange](runtime::EventReply reply) {
                        const bool done = reply.kind == runtime::EventReply::Kind::done;
                        answer(exchange, done ? 200 : 503, "native");
                      });
}

/// On the engine's thread, or at once: the verdict is durable.
void Simulation::answer(std::uint64_t id, int status, const std::string& body) {
  const auto at = exchanges_.find(id);
  ground_.note("callback answered",
               {{"exchange", static_cast<std::int64_t>(id)}, {"status", status}});
  if (at == exchanges_.end()) return;  // nobody waits any more
  auto open = std::move(at->second);
  exchanges_.erase(at);
  if (open.delivery.native) {
    if (status == 200) return services_.answered(std::move(open.delivery), 200);
  } else if (status != 500) {
    watch_.callback_answered(open.exchange, status, body);
  }
  if (ground_.random.chance(ground_.faults.lost_callback_answer))
    return services_.unanswered(std::move(open.delivery));
  ground_.timeline.add(
      ground_.in(Point::callback_answer), kWorld,
      [this, d = std::move(open.delivery), status] { services_.answered(d, status); });
}

}  // namespace stepgate::sim
