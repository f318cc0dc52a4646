#include "jobs/service_jobs.hpp"

#include "base/error.hpp"
#include "base/log.hpp"

namespace stepgate::jobs {
namespace {

/// One service after the other; one that can't be asked does not keep the others from it.
class ForEachService : public Job {
 public:
  explicit ForEachService(catalog::Onboarding& onboarding) : onboarding_(onboarding) {}

  JobReport run(const std::function<bool()>& stopped) override {
    JobReport report;
    for (const auto service : onboarding_.installed()) {
      if (stopped()) {
        report.message = "broken off: the host stopped";
        break;
      }
      ++report.services;
      try {
        if (!ask(onboarding_, service, stopped)) ++report.failed;
      } catch (const Error& e) {
        ++report.failed;
        log(Severity::warn, "jobs",
            "job=" + name() + " service=" + std::to_string(service) + ": " + e.what());
      }
    }
    return report;
  }

 private:
  virtual bool ask(catalog::Onboarding& onboarding, flow::ServiceId service,
                   const std::function<bool()>& stopped) = 0;
  catalog::Onboarding& onboarding_;
};

class StatusJob final : public ForEachService {
  using ForEachService::ForEachService;
  std::string name() const override { return "status"; }
  std::string help() const override {
    return "asks every service how it is: notices to its log, deprecation to the list";
  }
  bool ask(catalog::Onboarding& onboarding, flow::ServiceId service,
           const std::function<bool()>& stopped) override {
    onboarding.status(service, stopped);
    return true;
  }
};

class PicklistJob final : public ForEachService {
  using ForEachService::ForEachService;
  std::string name() const override { return "picklists"; }
  std::string help() const override {
    return "fetches the picklists of every service; the last good list is kept";
  }
  bool ask(catalog::Onboarding& onboarding, flow::ServiceId service,
           const std::function<bool()>& stopped) override {
    const auto lists = onboarding.picklists(service, true, {}, stopped);
    for (const auto& list : lists["items"].items())
      if (!list["error"].is_null()) return false;
    return true;
  }
};

}  // namespace

std::vector<std::unique_ptr<Job>> service_jobs(catalog::Onboarding& onboarding) {
  std::vector<std::unique_ptr<Job>> jobs;
  jobs.push_back(std::make_unique<StatusJob>(onboarding));
  jobs.push_back(std::make_unique<PicklistJob>(onboarding));
  return jobs;
}

}  // namespace stepgate::jobs
