// Runs each job at its time, and once after a night that was missed. When a job last began is kept
// in the store.
#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/json.hpp"
#include "jobs/schedule.hpp"
#include "store/settings_repository.hpp"

namespace stepgate::jobs {

struct JobReport {
  std::int64_t services = 0, failed = 0;  ///< asked; of these, without a good answer
  std::string message;
};

class Job {
 public:
  virtual ~Job() = default;
  virtual std::string name() const = 0;  ///< of letters and hyphens
  virtual std::string help() const = 0;
  /// On the scheduler's thread. Ends early when `stopped()` is true.
  virtual JobReport run(const std::function<bool()>& stopped) = 0;
};

/// Thread safe.
class Scheduler {
 public:
  Scheduler(store::SettingsRepository& settings, Clock& clock, Schedule schedule,
            std::vector<std::unique_ptr<Job>> jobs);
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  /// A job that this store has never seen is first due at its next time.
  void start();
  /// A job under way gives up, and is due again after the next start.
  void stop();

  /// {items: [{name, help, running, nextAt, last: {startedAt, endedAt, by, services, failed,
  /// message} or null}]}.
  Json list();
  Json show(std::string_view name);
  /// Begins at once, on the scheduler's thread; does nothing more when it is under way. Throws
  /// JOB_NOT_FOUND.
  Json run_now(std::string_view name);

 private:
  struct Entry {
    std::unique_ptr<Job> job;
    Json last;             // mutex_; what the store keeps
    bool running = false;  // mutex_
    bool wanted = false;   // mutex_; by an admin
  };
  Entry& find(std::string_view name);
  Json view(const Entry& entry) const;
  void loop();
  Entry* due(Ms now, std::string& by);
  void run(Entry& entry, const std::string& by, std::unique_lock<std::mutex>& lock);
  void keep(const Entry& entry, const Json& last);

  store::SettingsRepository& settings_;
  Clock& clock_;
  const Schedule schedule_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Entry> entries_;  // fixed; what changes in them is under mutex_
  bool stopping_ = false;       // mutex_
  std::thread thread_;
};

}  // namespace stepgate::jobs
