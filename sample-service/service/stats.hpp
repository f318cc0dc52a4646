#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sample {

// Durations in buckets of an eighth of their size, so that a percentile costs no list of them all.
class LatencyHistogram {
 public:
  void add(std::chrono::microseconds duration);
  double percentile_ms(double part) const;  // the upper end of the bucket
  double max_ms() const { return double(max_) / 1000.0; }

 private:
  std::array<std::uint64_t, 512> counts_{};
  std::uint64_t total_ = 0;
  std::uint64_t max_ = 0;  // microseconds
};

// What GET /stats shows; the loop's thread alone touches it.
struct Stats {
  std::uint64_t submits = 0;  // that were allowed to, read or not
  std::map<int, std::uint64_t> answers;
  std::uint64_t accepted = 0;
  std::uint64_t leads = 0;  // of accepted submits
  std::uint64_t entries_ok = 0;
  std::uint64_t entries_failed = 0;
  std::uint64_t entries_omitted = 0;
  std::uint64_t fields = 0;  // lead fields in callbacks
  std::uint64_t callbacks_due = 0;
  std::uint64_t callbacks_pending =
      0;  // also those that wait for their delay or their next attempt
  std::uint64_t callbacks_delivered = 0;
  std::uint64_t callbacks_failed = 0;
  std::uint64_t callback_attempts = 0;
  std::uint64_t callback_retries = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  LatencyHistogram latency;  // from the answer of a submit to that of its callback

  // Callbacks that are under way stay counted as pending.
  void reset();
  std::string to_json(std::string_view profile, std::uint64_t salt) const;
};

}  // namespace sample
