// What is older than the host is told to keep goes, every night, in short transactions.
#pragma once
#include <memory>

#include "jobs/scheduler.hpp"
#include "store/database.hpp"

namespace stepgate::jobs {

/// Days; 0: for ever.
struct Retention {
  std::int64_t activities = 0, log = 0, traces = 0;
};

/// `retention`. `database` and `clock` outlive it.
std::unique_ptr<Job> retention_job(store::Database& database, Clock& clock,
                                   const Retention& retention);

}  // namespace stepgate::jobs
