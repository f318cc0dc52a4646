// Nightly jobs: what they did last, when they are due, and one of them now.
#include <array>

#include "admin/call.hpp"
#include "jobs/scheduler.hpp"

namespace stepgate::admin {
namespace {

void list(Call& call) { call.answer_list(call.parts.jobs->list()); }
void show(Call& call) { call.answer(call.parts.jobs->show(call.id())); }
void run(Call& call) { call.answer(call.parts.jobs->run_now(call.id())); }

constexpr std::array kRoutes{
    Route{.method = "GET",
          .path = "/api/v1/jobs",
          .id = "listJobs",
          .summary = "The nightly jobs, what they did last and when they are due",
          .handle = &list,
          .answer = {kJson, "JobList"},
          .query = "limit after"},
    Route{.method = "GET",
          .path = "/api/v1/jobs/{job}",
          .id = "showJob",
          .summary = "One of them",
          .handle = &show,
          .answer = {kJson, "Job"},
          .refusals = "404"},
    Route{.method = "POST",
          .path = "/api/v1/jobs/{job}/run",
          .id = "runJob",
          .summary = "Begins it now and answers at once; running is true until it is done",
          .handle = &run,
          .status = 202,
          .answer = {kJson, "Job"},
          .refusals = "404 409"},
};

}  // namespace

std::span<const Route> job_routes() { return kRoutes; }

}  // namespace stepgate::admin
