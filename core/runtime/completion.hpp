// Results that a native adapter gives after its submit has returned (complete/1 of the plugin ABI).
#pragma once
#include <functional>
#include <span>

#include "flow/store.hpp"
#include "runtime/engine.hpp"
#include "runtime/ports.hpp"

namespace stepgate::runtime {

enum class Completed : std::uint8_t { applied, unknown, unavailable };

/// Thread safe; called on a plugin's thread, which waits for the commit.
class Completion {
 public:
  Completion(flow::Store& store, Catalog& catalog, Engine& engine) noexcept
      : store_(store), catalog_(catalog), engine_(engine) {}

  /// `fill` is called once, on this thread, when such a chunk is there; `attempt` says whose
  /// results they are.
  Completed complete(const flow::ChunkKey& key, std::uint16_t attempt,
                     const std::function<void(const flow::Plan&, std::span<const flow::PersonId>,
                                              flow::ResultBuilder&)>& fill);

 private:
  flow::Store& store_;
  Catalog& catalog_;
  Engine& engine_;
};

}  // namespace stepgate::runtime
