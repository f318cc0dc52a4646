// What the host asks every service each night.
#pragma once
#include <memory>
#include <vector>

#include "catalog/onboarding.hpp"
#include "jobs/scheduler.hpp"

namespace stepgate::jobs {

/// `status`: how each service is, its notices and whether it is deprecated. `picklists`: the
/// choices of each. Drafts are left out. `onboarding` outlives them.
std::vector<std::unique_ptr<Job>> service_jobs(catalog::Onboarding& onboarding);

}  // namespace stepgate::jobs
