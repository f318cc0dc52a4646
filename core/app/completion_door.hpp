// complete/1 of the plugin ABI: a native adapter delivers results after its submit has returned.
#pragma once
#include <atomic>

#include "catalog/service_catalog.hpp"
#include "plugin/services.hpp"
#include "runtime/completion.hpp"

namespace stepgate::app {

/// Made before the engine, since plugins are loaded first; answers "not now" until it is connected.
class CompletionDoor : public plugin::HostServices {
 public:
  void connect(runtime::Completion& completion, catalog::ServiceCatalog& catalog,
               flow::Store& store) noexcept;
  void disconnect() noexcept { completion_ = nullptr; }
  stepgate_status complete(plugin::Handle handle, const plugin::Fill& fill) override;

 private:
  std::atomic<runtime::Completion*> completion_{nullptr};
  catalog::ServiceCatalog* catalog_ = nullptr;  // set before completion_
  flow::Store* store_ = nullptr;
};

}  // namespace stepgate::app
