#include "jobs/retention_job.hpp"

#include "store/activity_repository.hpp"
#include "store/service_log_repository.hpp"
#include "store/trace_repository.hpp"

namespace stepgate::jobs {
namespace {

constexpr Ms kDay = 86'400'000;

class RetentionJob final : public Job {
 public:
  RetentionJob(store::Database& database, Clock& clock, const Retention& retention)
      : database_(database), clock_(clock), retention_(retention) {}

  std::string name() const override { return "retention"; }
  std::string help() const override {
    return "drops activities, log entries and traces that are older than retention.* says";
  }

  JobReport run(const std::function<bool()>& stopped) override {
    const auto drop = [&](std::int64_t days, auto& repository) -> std::int64_t {
      return days == 0 ? 0 : repository.drop_before(clock_.now() - days * kDay, stopped);
    };
    JobReport report;
    report.message =
        "dropped " + std::to_string(drop(retention_.activities, database_.activities())) +
        " activities, " + std::to_string(drop(retention_.log, database_.service_log())) +
        " log entries, " + std::to_string(drop(retention_.traces, database_.traces())) +
        " lines of traces";
    return report;
  }

 private:
  store::Database& database_;
  Clock& clock_;
  const Retention retention_;
};

}  // namespace

std::unique_ptr<Job> retention_job(store::Database& database, Clock& clock,
                                   const Retention& retention) {
  return std::make_unique<RetentionJob>(database, clock, retention);
}

}  // namespace stepgate::jobs
