// What happens to a callback, without the HTTP server around it: route, token, decoding, coercion,
// and an answer only when the verdict is durable (docs/protocol.md sections 2 and 4).
#pragma once
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.hpp"
#include "flow/store.hpp"
#include "runtime/engine.hpp"
#include "runtime/ports.hpp"

namespace stepgate::runtime {

struct CallbackResponse {
  int status = 200;
  std::string body;       ///< JSON
  int retry_after_s = 0;  ///< 503 only
};

/// Thread safe: any number of intake workers share one.
class Intake {
 public:
  Intake(flow::Store& store, Catalog& catalog, Engine& engine) noexcept
      : store_(store), catalog_(catalog), engine_(engine) {}

  /// Whether the code in the URL was made by this host: asked before a byte of the body is read.
  bool knows(std::string_view code) const { return engine_.chunk_of_code(code).has_value(); }
  /// Takes a whole callback. `done` is called once: here, or on the engine's thread when the
  /// verdict is durable; no thread waits meanwhile.
  void take(std::string_view code, CallbackRequest request, const std::string& request_id,
            std::function<void(CallbackResponse)> done);
  /// The answer for a callback that could not be taken: unknown, too_large, unreadable, busy.
  CallbackResponse refuse(std::string_view code, CallbackAnswer answer, std::string_view request_id,
                          std::string_view message);

 private:
  std::shared_ptr<const RecentChunk> load(const flow::ChunkKey& key);
  /// Into the service's log, once for each chunk and reason: who repeats himself fills no log.
  void note_refusal(const flow::ChunkRow& row, CallbackAnswer answer, std::string_view why);
  flow::Store& store_;
  Catalog& catalog_;
  Engine& engine_;
  std::mutex mutex_;
  std::set<std::pair<flow::ChunkId, CallbackAnswer>> noted_;
};

int http_status(CallbackAnswer answer) noexcept;

/// The body that every answer to a callback has at least: services parse it, whatever its status
/// (docs/protocol.md section 4). For when no adapter can be asked for a better one.
std::string plain_answer(int status, std::string_view request_id, std::string_view message);

}  // namespace stepgate::runtime
