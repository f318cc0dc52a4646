#include "runtime/sender.hpp"

#include <algorithm>

#include "runtime/people_block.hpp"

namespace stepgate::runtime {
namespace {

SendReport not_sent(const flow::ChunkRow& row, std::string code, std::string message) {
  return {flow::SubmitBroke{row.attempt, false}, {}, std::move(code), std::move(message)};
}

flow::Event event_of(const SubmitOutcome& outcome, const flow::ChunkRow& row,
                     flow::ResultBuilder& results) {
  using Kind = SubmitOutcome::Kind;
  switch (outcome.kind) {
    case Kind::finished:
      return flow::ResultsIn{row.tokens.back(), results.build()};
    case Kind::accepted:
      return flow::SubmitAnswered{row.attempt, outcome.http != 0 ? outcome.http : 202};
    case Kind::answered:
      return flow::SubmitAnswered{row.attempt, outcome.http, outcome.retry_after,
                                  outcome.after_body, outcome.renewable};
    case Kind::not_sent:
      return flow::SubmitBroke{row.attempt, false};
    // The same as an accepted submit: the results come later, through complete().
    case Kind::pending:
      return flow::SubmitAnswered{row.attempt, 202};
    case Kind::broken:
      break;
  }
  return flow::SubmitBroke{row.attempt, true};
}

}  // namespace

SendReport Sender::send(SendJob job) {
  const auto& row = job.row;
  if (clock_.steady() - job.committed_steady > kSendWithin)
    return not_sent(row, "SEND_TOO_LATE", "the send could not start within 10 s of its commit");
  flow::PlanRef plan;
  std::shared_ptr<Adapter> adapter;
  std::optional<PeopleBlock> people;
  try {  // until the adapter has been asked, nothing can have happened
    plan = catalog_.plan(row.service, row.plan);
    adapter = plan ? catalog_.adapter(row.service, row.plan) : nullptr;
    if (!adapter)
      return not_sent(row, "ADAPTER_NOT_LOADED", "the service's provider adapter is not loaded");
    if (job.members.empty()) job.members = store_.members(row.key());
    people.emplace(store_, *plan, job.members);
  } catch (const std::exception& e) {
    return not_sent(row, "SEND_NOT_PREPARED", e.what());
  }

  if (job.attempt) job.attempt->empty_required = people->empty_required();
  if (job.attempt && !job.attempt->wanted)
    return not_sent(row, "SEND_NOT_NEEDED", "the chunk had ended, or its run was being aborted");
  if (job.attempt && job.attempt->withdrawn)
    return {flow::SubmitBroke{row.attempt, false, true}, {}, {}, {}};
  flow::ResultBuilder results(*plan, job.members);
  Submission submission;
  submission.key = row.key();
  submission.attempt = row.attempt;
  submission.run = row.run;
  submission.campaign = job.campaign;
  submission.ids = job.members;
  submission.values = people->values();
  submission.context = job.context;
  submission.parameters = job.parameters;
  submission.callback_url = job.callback_url;
  submission.token = job.token;
  submission.deadline =
      clock_.now() + (job.held ? plan->limits.deadline : plan->limits.submit_timeout);
  if (job.attempt) job.attempt->begun = clock_.steady();
  submission.trace = job.trace;
  submission.cancelled = cancelled_;
  auto outcome = adapter->submit(submission, results);
  return {event_of(outcome, row, results), std::move(outcome.trace), std::move(outcome.code),
          std::move(outcome.message)};
}

std::int64_t estimate_bytes(flow::Store& store, const flow::Plan& plan,
                            std::span<const flow::PersonId> ids) {
  constexpr std::int64_t kFrame = 120;  // braces, the id, objectType and the parameters' frame
  const PeopleBlock people(store, plan, ids);
  auto bytes = static_cast<std::int64_t>(people.text_bytes());
  std::int64_t keys = kFrame;
  for (const auto& out : plan.outgoing) keys += static_cast<std::int64_t>(out.key.size()) + 8;
  return bytes + keys * static_cast<std::int64_t>(ids.size());
}

}  // namespace stepgate::runtime
