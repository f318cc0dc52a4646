#include "app/completion_door.hpp"

#include "catalog/results_door.hpp"

namespace stepgate::app {

void CompletionDoor::connect(runtime::Completion& completion, catalog::ServiceCatalog& catalog,
                             flow::Store& store) noexcept {
  catalog_ = &catalog;
  store_ = &store;
  completion_ = &completion;
}

stepgate_status CompletionDoor::complete(plugin::Handle handle, const plugin::Fill& fill) {
  auto* completion = completion_.load();
  if (completion == nullptr) return STEPGATE_RETRYABLE;
  const auto [key, attempt] = catalog::key_of(handle);
  const auto row = store_->find_chunk(key);
  const auto adapter = row ? catalog_->service_adapter(row->service, row->plan) : nullptr;
  if (!adapter) return row ? STEPGATE_RETRYABLE : STEPGATE_REJECTED;
  const auto done = completion->complete(
      key, attempt,
      [&](const flow::Plan&, std::span<const flow::PersonId> ids, flow::ResultBuilder& results) {
        catalog::ResultsDoor sink(results);
        fill(adapter->chunk(ids), sink);
      });
  switch (done) {
    case runtime::Completed::applied:
      return STEPGATE_OK;
    case runtime::Completed::unknown:
      return STEPGATE_REJECTED;
    case runtime::Completed::unavailable:
      break;
  }
  return STEPGATE_RETRYABLE;
}

}  // namespace stepgate::app
