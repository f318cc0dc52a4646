#include "catalog/service_catalog.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/text.hpp"
#include "catalog/plan_json.hpp"
#include "catalog/service_access.hpp"
#include "runtime/intake.hpp"
#include "store/credential_repository.hpp"
#include "store/service_log_repository.hpp"
#include "store/settings_repository.hpp"

namespace stepgate::catalog {
namespace {

constexpr const char* kSealed = "SECRET_UNREADABLE";

/// The store keeps what a service was seen to refuse as too large.
std::string learned_key(flow::ServiceId service) {
  return "service." + std::to_string(service) + ".learned_chunk_people";
}

}  // namespace

ServiceCatalog::ServiceCatalog(store::Database& database, plugin::PluginHost& plugins,
                               Grants& grants, const SecretBox& box, http::Client& client,
                               Clock& clock, Subscription subscription)
    : database_(database),
      plugins_(plugins),
      grants_(grants),
      box_(box),
      client_(client),
      clock_(clock),
      subscription_(std::move(subscription)) {}

plugin::ProviderProxy ServiceCatalog::provider_of(const std::string& kind,
                                                  const std::string& wish) const {
  return plugins_.provider("provider:" + kind, wish);
}

// ---- plans and adapters ----

std::shared_ptr<ServiceCatalog::Version> ServiceCatalog::version(flow::ServiceId service,
                                                                 std::int32_t number) {
  std::uint64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    generation = generation_;
    if (const auto found = versions_.find({service, number}); found != versions_.end())
      return found->second;
  }
  auto json = database_.services().plan(service, number);
  if (!json) return nullptr;
  auto made = std::make_shared<Version>();
  made->json = std::move(*json);
  auto plan = std::make_shared<flow::Plan>(*read_plan(made->json, service, number));
  if (const auto learned = database_.settings().get(learned_key(service)))
    plan->limits.chunk_people = std::min<std::int32_t>(
        plan->limits.chunk_people,
        static_cast<std::int32_t>(parse_int(*learned).value_or(plan->limits.chunk_people)));
  made->plan = std::move(plan);
  const std::lock_guard lock(mutex_);
  if (generation != generation_) return made;  // changed while it was read: not kept
  return versions_.try_emplace({service, number}, std::move(made)).first->second;
}

flow::PlanRef ServiceCatalog::plan(flow::ServiceId service, std::int32_t number) {
  const auto found = version(service, number);
  return found ? found->plan : nullptr;
}

ServiceCatalog::Head ServiceCatalog::head(flow::ServiceId service) {
  std::uint64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    generation = generation_;
    if (const auto found = heads_.find(service); found != heads_.end()) return found->second;
  }
  Head head;
  if (const auto row = database_.services().find(service))
    head = {row->plan_version, row->state, row->paused_reason};
  else
    head.state = "removed";
  const std::lock_guard lock(mutex_);
  if (generation == generation_) heads_[service] = head;
  return head;
}

flow::PlanRef ServiceCatalog::current_plan(flow::ServiceId service) {
  const auto head = this->head(service);
  return head.version == 0 ? nullptr : plan(service, head.version);
}

std::shared_ptr<runtime::Adapter> ServiceCatalog::adapter(flow::ServiceId service,
                                                          std::int32_t number) {
  return service_adapter(service, number);
}

std::shared_ptr<ServiceAdapter> ServiceCatalog::service_adapter(flow::ServiceId service,
                                                                std::int32_t number) {
  const auto found = version(service, number);
  if (!found) return nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (found->adapter || found->tried) return found->adapter;
  }
  std::shared_ptr<ServiceAdapter> adapter;
  std::string code = "ADAPTER_NOT_LOADED", trouble;
  try {
    adapter = open(service, *found);
  } catch (const std::exception& e) {
    trouble = e.what();
    if (const auto* told = dynamic_cast<const Error*>(&e); told && told->code() == kSealed)
      code = kSealed;
    log(Severity::error, "catalog",
        "service=" + std::to_string(service) + " can't be opened: " + trouble);
  }
  const std::lock_guard lock(mutex_);
  found->tried = true;
  found->code = std::move(code);
  found->trouble = std::move(trouble);
  if (!found->adapter) found->adapter = std::move(adapter);
  return found->adapter;
}

std::shared_ptr<ServiceAdapter> ServiceCatalog::open(flow::ServiceId service,
                                                     const Version& version) {
  const auto row = database_.services().get(service);
  AdapterParts parts;
  parts.plan = version.plan;
  parts.plan_json = version.json;
  try {
    parts.callback_key =
        box_.open(row.sealed_api_key, store::ServiceRepository::api_key_identity(service));
  } catch (const Error& e) {
    throw Error(e.kind(), e.code(), "the callback key of service " + row.name,
                "can't be opened with the secret key of this host",
                "Restore the store and its secret.key from the same backup", e.cause());
  }
  parts.grant = grant_key_of_plan(version.json, service, box_);
  parts.grants = &grants_;
  parts.client = &client_;
  parts.clock = &clock_;
  parts.subscription = subscription_;
  plugin::CallContext context;
  context.subject = "service " + row.name;
  context.deadline = clock_.now() + 10'000;
  parts.session = provider_of("openapi", version.json["provider"].as_string())
                      .open(context, version.json["service"]);
  return std::make_shared<ServiceAdapter>(std::move(parts));
}

runtime::ServiceGate ServiceCatalog::gate(flow::ServiceId service) {
  const auto head = this->head(service);
  if (head.state == "removed") return {false, "REMOVED"};
  if (!head.paused.empty()) return {false, head.paused};
  if (head.version == 0) return {false, "ADAPTER_NOT_LOADED"};
  const bool opened = service_adapter(service, head.version) != nullptr;
  const auto found = version(service, head.version);
  if (!opened) {
    const std::lock_guard lock(mutex_);
    if (!found || found->code.empty()) return {false, "ADAPTER_NOT_LOADED"};
    return {false, found->code, found->trouble};
  }
  if (found && found->json["withheld"].as_bool()) return {false, "CREDENTIALS_WITHHELD"};
  return {};
}

// ---- what the core asks for ----

/// The adapter said so when the 401 came: it alone knows which grant was refused. A hundred chunks
/// that were sent with the same one must not have it renewed a hundred times.
void ServiceCatalog::renew_grant(flow::ServiceId) {}

void ServiceCatalog::pause(flow::ServiceId service, const std::string& reason) {
  if (reason == "CREDENTIALS_REFUSED")
    if (const auto row = database_.services().find(service); row && row->credential != 0)
      if (const auto credential = database_.credentials().find(row->credential))
        database_.credentials().set_state(credential->id, "refused", credential->verified_at);
  database_.services().set_paused(service, reason);
  database_.service_log().append(
      {service, 0, 0, 0, {3, "service", reason, "The service is paused: " + reason + "."}});
  log(Severity::error, "catalog", "service=" + std::to_string(service) + " is paused: " + reason);
  changed(service);
}

void ServiceCatalog::learn_chunk_size(flow::ServiceId service, std::int32_t people) {
  database_.settings().set(learned_key(service), std::to_string(people));
  database_.service_log().append({service,
                                  0,
                                  0,
                                  0,
                                  {2, "invocation", "CHUNK_TOO_LARGE",
                                   "The service refused a chunk as too large: at most " +
                                       std::to_string(people) + " people a chunk from now on."}});
  changed(service);
}

std::string ServiceCatalog::unknown_answer(runtime::CallbackAnswer answer,
                                           std::string_view request_id, std::string_view message) {
  try {
    return plugins_.provider("provider:openapi")
        .answer({}, static_cast<std::int32_t>(answer), request_id, message);
  } catch (const std::exception&) {  // no adapter is loaded
    return runtime::plain_answer(runtime::http_status(answer), request_id, message);
  }
}

// ---- changes ----

void ServiceCatalog::changed(flow::ServiceId service) {
  std::function<void(flow::ServiceId)> listener;
  {
    const std::lock_guard lock(mutex_);
    ++generation_;
    heads_.erase(service);
    std::erase_if(versions_, [&](const auto& entry) { return entry.first.first == service; });
    listener = listener_;
  }
  if (listener) listener(service);
}

void ServiceCatalog::on_change(std::function<void(flow::ServiceId)> listener) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
}

void ServiceCatalog::plugins_changed() {
  const std::lock_guard lock(mutex_);
  for (auto& [key, version] : versions_)
    if (!version->adapter) version->tried = false;
}

}  // namespace stepgate::catalog
