#include "sim/catalog.hpp"

#include "base/text.hpp"
#include "sim/services.hpp"

namespace stepgate::sim {
namespace {

class SimAdapter final : public runtime::Adapter {
 public:
  SimAdapter(Services& services, flow::ServiceId id) : services_(services), id_(id) {}

  runtime::SubmitOutcome submit(const runtime::Submission& submission,
                                flow::ResultBuilder& results) override {
    return services_.submit(submission, results);
  }
  std::optional<std::string> on_callback(std::span<const flow::PersonId>,
                                         runtime::CallbackRequest& request,
                                         flow::ResultBuilder& results) override {
    const auto* payload = services_.payload(request.body);
    if (!payload) return "the body says nothing";
    payload->fill(results);
    return std::nullopt;
  }
  bool find_token(const runtime::CallbackRequest& request,
                  const std::function<bool(std::string_view)>& good) override {
    return good(request.headers.at(0).value);
  }
  std::string make_token(std::string_view random) override {
    return std::string(kTokenHead) + to_hex(random);
  }
  std::string answer(runtime::CallbackAnswer answer, std::string_view, std::string_view) override {
    return std::to_string(static_cast<int>(answer));
  }
  std::string callback_trace(const runtime::CallbackRequest& request) override {
    return request.body;
  }

  std::optional<std::string> probe(const std::function<bool()>&) override {
    return services_.probed(id_) ? std::nullopt : std::optional<std::string>("nobody is there");
  }

 private:
  Services& services_;
  const flow::ServiceId id_;
};

flow::Plan plan_of(Random& random, flow::ServiceId id) {
  flow::Plan plan;
  plan.service = id;
  plan.version = 1;
  plan.service_name = "service " + std::to_string(id);
  plan.outgoing = {{"country", kCountry, flow::DataType::string, true}};
  plan.incoming = {{"country", kCountry, flow::DataType::string},
                   {"score", kScore, flow::DataType::score}};
  auto& limits = plan.limits;
  limits.chunk_people = random.count(1, 4);
  limits.deadline = random.between(20, 400) * 1000;
  limits.submit_timeout = random.between(5, 60) * 1000;
  limits.max_attempts = random.count(2, 6);
  limits.retry_budget = random.between(30, 900) * 1000;
  limits.concurrency = random.count(1, 4);
  limits.chunks_in_flight = random.count(2, 8);
  limits.idempotent = random.one_in(4);
  limits.breaker_failures = random.one_in(4) ? 0 : random.count(1, 5);
  if (random.one_in(3)) {
    limits.window = random.between(1, 60) * 1000;
    if (random.one_in(2)) limits.window_requests = random.count(1, 6);
    if (random.one_in(2)) limits.window_people = random.count(4, 12);
  }
  return plan;
}

}  // namespace

void SimCatalog::draw(Services& services) {
  Random& random = ground_.random;
  const auto n = random.count(1, 3);
  for (flow::ServiceId id = 1; id <= n; ++id) {
    Service service;
    service.id = id;
    service.plans.push_back(std::make_shared<const flow::Plan>(plan_of(random, id)));
    if (random.one_in(5)) service.kind = Service::Kind::native;
    if (random.one_in(6)) service.kind = Service::Kind::native_later;
    if (random.one_in(3)) service.takes_people = random.below(3) + 1;
    service.renewable = random.one_in(2);
    service.adapter = std::make_shared<SimAdapter>(services, id);
    services_.push_back(std::move(service));
  }
}

flow::PlanRef SimCatalog::plan(flow::ServiceId service, std::int32_t version) {
  return get(service).plans.at(static_cast<std::size_t>(version - 1));
}

flow::PlanRef SimCatalog::current_plan(flow::ServiceId service) {
  return get(service).plans.back();
}

std::shared_ptr<runtime::Adapter> SimCatalog::adapter(flow::ServiceId service, std::int32_t) {
  const auto& s = get(service);
  return s.loaded ? s.adapter : nullptr;
}

runtime::ServiceGate SimCatalog::gate(flow::ServiceId service) {
  const auto& s = get(service);
  return {s.open(), !s.loaded ? "ADAPTER_NOT_LOADED" : s.paused ? "PAUSED" : ""};
}

void SimCatalog::renew_grant(flow::ServiceId service) {
  get(service).grant_good = ground_.faults.unauthorized == 0 || !ground_.random.one_in(3);
  ground_.note("grant renewed", {{"service", service}, {"good", get(service).grant_good}});
}

void SimCatalog::pause(flow::ServiceId service, const std::string& reason) {
  ground_.note("paused", {{"service", service}}, reason);
  set_paused(service, true);
  on_refused(service);
}

void SimCatalog::learn_chunk_size(flow::ServiceId service, std::int32_t people) {
  auto& s = get(service);
  if (people >= s.plan().limits.chunk_people) return;
  auto plan = std::make_shared<flow::Plan>(s.plan());
  ++plan->version;
  plan->limits.chunk_people = people;
  s.plans.push_back(std::move(plan));
}

void SimCatalog::note_gate(Service& service) {
  if (service.open())
    service.closed_since = kNever;
  else if (service.closed_since == kNever)
    service.closed_since = ground_.now();
}

void SimCatalog::set_paused(flow::ServiceId service, bool paused) {
  get(service).paused = paused;
  note_gate(get(service));
}

void SimCatalog::set_loaded(flow::ServiceId service, bool loaded) {
  get(service).loaded = loaded;
  note_gate(get(service));
}

void SimCatalog::replace_credentials(flow::ServiceId service) {
  get(service).grant_good = true;
  set_paused(service, false);
}

void SimCatalog::change_plan(flow::ServiceId service) {
  auto& s = get(service);
  auto plan = std::make_shared<flow::Plan>(s.plan());
  ++plan->version;
  plan->limits.chunk_people = ground_.random.count(1, 4);
  plan->limits.deadline = ground_.random.between(20, 400) * 1000;
  s.plans.push_back(std::move(plan));
}

}  // namespace stepgate::sim
