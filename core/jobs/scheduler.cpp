#include "jobs/scheduler.hpp"

#include <algorithm>
#include <chrono>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace stepgate::jobs {
namespace {

/// The wall clock can jump: it is looked at again at least so often.
constexpr Ms kLookAgain = 60'000;

std::string key_of(const Job& job) { return "job." + job.name(); }

Json time_or_null(const Json& at) {
  return at.as_int() == 0 ? Json() : Json(format_datetime(at.as_int()));
}

}  // namespace

Scheduler::Scheduler(store::SettingsRepository& settings, Clock& clock, Schedule schedule,
                     std::vector<std::unique_ptr<Job>> jobs)
    : settings_(settings), clock_(clock), schedule_(schedule) {
  for (auto& job : jobs) {
    Entry entry;
    if (const auto kept = settings_.get(key_of(*job)); kept)
      entry.last = Json::parse(*kept, {}, key_of(*job));
    entry.job = std::move(job);
    entries_.push_back(std::move(entry));
  }
}

Scheduler::~Scheduler() { stop(); }

void Scheduler::start() {
  const std::lock_guard lock(mutex_);
  for (auto& entry : entries_)
    if (!entry.last.is_object()) keep(entry, entry.last = Json::object({{"since", clock_.now()}}));
  thread_ = std::thread([this] { loop(); });
}

void Scheduler::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Scheduler::keep(const Entry& entry, const Json& last) {
  settings_.set(key_of(*entry.job), last.dump());
}

Scheduler::Entry& Scheduler::find(std::string_view name) {
  std::vector<std::string> names;
  for (auto& entry : entries_) {
    if (iequals(entry.job->name(), name)) return entry;
    names.push_back(entry.job->name());
  }
  throw Error(ErrorKind::not_found, "JOB_NOT_FOUND", "job " + std::string(cut_utf8(name, 100)),
              "there is no such job", "There are: " + join(names, ", "));
}

Json Scheduler::view(const Entry& entry) const {
  const auto& last = entry.last;
  Json shown;
  if (last.has("startedAt"))
    shown = Json::object({{"startedAt", time_or_null(last["startedAt"])},
                          {"endedAt", time_or_null(last["endedAt"])},
                          {"by", last["by"]},
                          {"services", last["services"]},
                          {"failed", last["failed"]},
                          {"message", last["message"]}});
  const auto now = clock_.now();
  return Json::object({{"name", entry.job->name()},
                       {"help", entry.job->help()},
                       {"running", entry.running || entry.wanted},
                       {"nextAt", format_datetime(next_due(schedule_, entry.job->name(), now))},
                       {"last", shown}});
}

Json Scheduler::list() {
  const std::lock_guard lock(mutex_);
  Json items = Json::array();
  for (const auto& entry : entries_) items.push(view(entry));
  return Json::object({{"items", items}});
}

Json Scheduler::show(std::string_view name) {
  auto& entry = find(name);
  const std::lock_guard lock(mutex_);
  return view(entry);
}

Json Scheduler::run_now(std::string_view name) {
  auto& entry = find(name);
  const std::lock_guard lock(mutex_);
  if (stopping_ || !thread_.joinable())
    throw Error(ErrorKind::conflict, "JOBS_STOPPED", "job " + entry.job->name(),
                "no jobs are run now", "The host is stopping.");
  if (!entry.running) entry.wanted = true;
  changed_.notify_all();
  return view(entry);
}

Scheduler::Entry* Scheduler::due(Ms now, std::string& by) {
  for (auto& entry : entries_) {
    const auto began = std::max(entry.last["startedAt"].as_int(), entry.last["since"].as_int());
    const bool missed = began < last_due(schedule_, entry.job->name(), now);
    if (!entry.wanted && !missed) continue;
    by = entry.wanted ? "admin" : "schedule";
    return &entry;
  }
  return nullptr;
}

void Scheduler::run(Entry& entry, const std::string& by, std::unique_lock<std::mutex>& lock) {
  entry.wanted = false;
  entry.running = true;
  Json last = Json::object({{"startedAt", clock_.now()}, {"by", by}});
  lock.unlock();
  log(Severity::info, "jobs", "job=" + entry.job->name() + " begins, by " + by);
  JobReport report;
  bool stopped = false;
  try {
    report = entry.job->run([&] {
      const std::lock_guard inner(mutex_);
      return stopped = stopping_;
    });
  } catch (const std::exception& e) {
    report.message = e.what();
    ++report.failed;
    log(Severity::error, "jobs", "job=" + entry.job->name() + " failed: " + report.message);
  }
  last.set("endedAt", clock_.now()).set("services", report.services).set("failed", report.failed);
  last.set("message", report.message);
  log(Severity::info, "jobs",
      "job=" + entry.job->name() + " is done: " + std::to_string(report.services) + " services, " +
          std::to_string(report.failed) + " failed. " + report.message);
  lock.lock();
  entry.running = false;
  // What was broken off is due again after the next start.
  if (stopped) return;
  entry.last = last;
  lock.unlock();
  keep(entry, last);
  lock.lock();
}

void Scheduler::loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const Ms now = clock_.now();
    std::string by;
    if (auto* entry = due(now, by)) {
      try {
        run(*entry, by, lock);
      } catch (const std::exception& e) {  // the store: the job is done all the same
        if (!lock.owns_lock()) lock.lock();
        log(Severity::error, "jobs", std::string("what a job did could not be kept: ") + e.what());
      }
      continue;
    }
    Ms wait = kLookAgain;
    for (const auto& entry : entries_)
      wait = std::min(wait, next_due(schedule_, entry.job->name(), now) - now);
    changed_.wait_for(lock, std::chrono::milliseconds(std::max<Ms>(wait, 1)));
  }
}

}  // namespace stepgate::jobs
