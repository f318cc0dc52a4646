#include "runtime/completion.hpp"

#include <future>

namespace stepgate::runtime {

Completed Completion::complete(
    const flow::ChunkKey& key, std::uint16_t attempt,
    const std::function<void(const flow::Plan&, std::span<const flow::PersonId>,
                             flow::ResultBuilder&)>& fill) {
  const auto row = store_.find_chunk(key);
  if (!row || attempt == 0 || attempt > row->tokens.size()) return Completed::unknown;
  const auto plan = catalog_.plan(row->service, row->plan);
  if (!plan) return Completed::unknown;
  const auto members = store_.members(key);
  flow::ResultBuilder results(*plan, members);
  fill(*plan, members, results);
  auto promise = std::make_shared<std::promise<EventReply>>();
  auto future = promise->get_future();
  engine_.post(key, flow::ResultsIn{row->tokens[attempt - 1u], results.build()}, {},
               [promise](EventReply reply) { promise->set_value(reply); });
  const auto reply = future.get();  // the engine answers each event, also when it stops
  if (reply.kind == EventReply::Kind::done) return Completed::applied;
  return reply.kind == EventReply::Kind::unknown ? Completed::unknown : Completed::unavailable;
}

}  // namespace stepgate::runtime
