// The one reader of the activity history: the only code that knows how segments are laid out.
// Damaged segments are listed, never thrown; SQLite's own trouble is thrown as Error.
#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "store/activity/activity.hpp"

struct sqlite3;

namespace stepgate::store::activity {

/// Borrows the handle; one thread at a time. Must go before the handle, or before the connection is
/// given back. Each call sees one snapshot; begin a transaction around several.
class Reader {
 public:
  explicit Reader(sqlite3* db);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// Newest first, of a person, a service, a run, a time, or everything.
  Page list(const Filter& filter, const std::optional<Position>& before, std::size_t limit);
  /// The results of a run.
  ResultPage results(const ResultQuery& query);
  /// Who has such an activity.
  PeoplePage people(const Filter& filter);
  /// Activities of services by day, service and code. Of the filter: what speaks of the answer, the
  /// service, the run and the time.
  CountPage counts(const Filter& filter);
  /// All of them, one by one, about newest first (export, undo). The sink gives false to stop.
  std::vector<Damage> each(const Filter& filter, const std::function<bool(const Activity&)>& sink);

  struct Impl;

  /// The same, pulled: for the virtual table. The reader must outlive it.
  class Scan {
   public:
    Scan(Reader& reader, const Filter& filter);
    ~Scan();
    Scan(const Scan&) = delete;
    Scan& operator=(const Scan&) = delete;
    bool next(Activity& out);
    std::vector<Damage>& damages() noexcept;

   private:
    struct State;
    std::unique_ptr<State> state_;
  };

  /// Opens every segment and names the damaged ones.
  std::vector<Damage> verify();

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace stepgate::store::activity
