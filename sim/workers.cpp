#include "sim/workers.hpp"

#include "sim/services.hpp"

namespace stepgate::sim {

void SimWorkers::put(runtime::Job job, Point begin, Point report_point) {
  later(ground_.in(begin), [this, job = std::move(job), report_point] {
    auto report = job();
    if (!report) return wake_();
    later(ground_.in(report_point), [this, report = std::move(report)] {
      report();
      wake_();
    });
  });
}

void SimWorkers::send(runtime::Job job) {
  later(ground_.in(Point::send), [this, job = std::move(job)] {
    if (stopped_) return;
    ++sends_;
    services_.nothing_submitted();
    auto report = job();
    const Ms ends = ground_.now() + services_.took();
    if (const auto service = services_.submitted_to())
      later(ends, [this, service] { services_.submit_ends(service); });
    later(ends + ground_.faults.delay(Point::send_report, ground_.random),
          [this, report = std::move(report)] {
            --sends_;
            report();
            wake_();
          });
  });
}

}  // namespace stepgate::sim
