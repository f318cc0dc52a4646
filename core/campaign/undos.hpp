// Takes back what runs wrote, one run after the other, on a thread of its own.
#pragma once
#include <condition_variable>
#include <mutex>
#include <string_view>
#include <thread>

#include "base/json.hpp"
#include "store/database.hpp"

namespace stepgate::campaign {

/// Thread safe. What was asked for is durable: an undo that a stop or a crash interrupted begins
/// again after the next start, and changes nothing twice.
class Undos {
 public:
  explicit Undos(store::Database& database) noexcept : database_(database) {}
  ~Undos() { stop(); }
  Undos(const Undos&) = delete;
  Undos& operator=(const Undos&) = delete;

  void start();
  void stop();  ///< within a slice of work; idempotent

  /// Throws RUN_NOT_ENDED (conflict) while people of it are under way, RUN_UNDONE (conflict) when
  /// it was taken back before. Asking again for one that is under way changes nothing.
  Json ask(flow::RunId run);
  /// {run, state: undoing | undone, askedAt, endedAt, people, fields, left, gone, unreadable};
  /// RUN_NOT_UNDONE (not found) when nobody asked for it.
  Json show(flow::RunId run);
  /// One page of the values that were left: {items: [{person, field, written, found, gone}], next}.
  Json left(flow::RunId run, std::string_view after, std::size_t limit);

 private:
  void loop();
  bool stopping();
  void undo(flow::RunId run);

  store::Database& database_;
  std::mutex mutex_;  // guards stopping_ and asked_
  std::condition_variable changed_;
  bool stopping_ = false, asked_ = true;
  std::thread thread_;
};

}  // namespace stepgate::campaign
