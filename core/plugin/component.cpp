#include "plugin/component.hpp"

#include <utility>

#include "base/log.hpp"
#include "plugin/call_bridge.hpp"
#include "plugin/refusal.hpp"

namespace stepgate::plugin {
namespace {

constexpr const char* kRemedy = "see the log, and the plugin's documentation";

std::string name_of(const ComponentInfo& info) {
  switch (info.kind) {
    case Kind::auth:
      return "auth strategy " + info.id;
    case Kind::mapping:
      return "mapping strategy " + info.id;
    case Kind::provider:
      return "provider adapter " + info.id;
  }
  return info.id;
}

/// create and destroy stand at the same place in all three tables; the names differ only for the
/// compiler.
template <class Use>
auto with_table(const ComponentInfo& info, Use&& use) {
  switch (info.kind) {
    case Kind::auth:
      return use(*static_cast<const stepgate_auth_table*>(info.table));
    case Kind::mapping:
      return use(*static_cast<const stepgate_mapping_table*>(info.table));
    default:
      return use(*static_cast<const stepgate_provider_table*>(info.table));
  }
}

/// The functions without a call: a throw out of them can only be logged.
template <class Body>
void last_words(const std::string& who, Body&& body) noexcept {
  try {
    body();
  } catch (...) {
    log(Severity::error, "plugin", who + ": an exception left the plugin while it was ended");
  }
}

}  // namespace

PluginFile::PluginFile(std::string file_name, std::string sha256_hex, Library library,
                       std::shared_ptr<HostServices> services)
    : file(std::move(file_name)),
      sha256(std::move(sha256_hex)),
      library_(std::move(library)),
      host_(std::filesystem::path(file).filename().string(), std::move(services)) {}

PluginFile::~PluginFile() {
  if (deinit_ != nullptr) last_words(file, deinit_);
}

void PluginFile::init(const stepgate_entry& entry) {
  stepgate_status status = STEPGATE_OK;
  try {
    if (entry.init != nullptr) status = entry.init(host_.raw());
  } catch (...) {
    throw Refuse{Refusal::init_failed, "threw an exception out of init", kRemedy};
  }
  if (status != STEPGATE_OK) {
    throw Refuse{Refusal::init_failed, "failed in init with status " + std::to_string(status),
                 kRemedy};
  }
  deinit_ = entry.deinit;
}

Component::Component(ComponentInfo info, std::shared_ptr<PluginFile> file)
    : info_(std::move(info)), name_(name_of(info_)), file_(std::move(file)) {
  const CallContext context;
  CallBridge bridge(name_, context);
  const CallEnd end = bridge.run([&] {
    return with_table(info_, [&](const auto& table) {
      return table.create(file_->host().raw(), bridge.raw(), &self_);
    });
  });
  if (end.status == STEPGATE_OK) return;
  throw Refuse{Refusal::init_failed,
               "component " + info_.id + " can't start: " + end.code + ": " + end.message, kRemedy};
}

Component::~Component() {
  last_words(name_, [&] { with_table(info_, [&](const auto& table) { table.destroy(self_); }); });
}

ComponentRef make_component(ComponentInfo info, std::shared_ptr<PluginFile> file,
                            std::shared_ptr<LoaderThread> loader) {
  auto made = std::make_unique<Component>(std::move(info), std::move(file));
  return ComponentRef(made.release(), [loader = std::move(loader)](const Component* component) {
    loader->post([component] { delete component; });
  });
}

}  // namespace stepgate::plugin
