#include "service/stats.hpp"

#include <algorithm>
#include <bit>
#include <cstdio>

#include "json/text.hpp"

namespace sample {
namespace {

// Eight buckets for each power of two.
std::size_t bucket_of(std::uint64_t us) {
  if (us < 8) return us;
  const auto exponent = static_cast<std::size_t>(std::bit_width(us)) - 1;
  return 8 * (exponent - 2) + ((us >> (exponent - 3)) & 7);
}

std::uint64_t upper_end(std::size_t bucket) {
  if (bucket < 8) return bucket;
  const auto exponent = bucket / 8 + 2;
  return ((8 + bucket % 8 + 1) << (exponent - 3)) - 1;
}

void append_ms(double ms, std::string& out) {
  std::array<char, 32> text;
  const int size = std::snprintf(text.data(), text.size(), "%.3f", ms);
  out.append(text.data(), static_cast<std::size_t>(size));
}

}  // namespace

void LatencyHistogram::add(std::chrono::microseconds duration) {
  const auto us = static_cast<std::uint64_t>(std::max<long>(duration.count(), 0));
  ++counts_[std::min(bucket_of(us), counts_.size() - 1)];
  ++total_;
  max_ = std::max(max_, us);
}

double LatencyHistogram::percentile_ms(double part) const {
  const auto wanted = static_cast<std::uint64_t>(part * double(total_));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size() && total_ != 0; ++i) {
    seen += counts_[i];
    if (seen > wanted || seen == total_) return double(std::min(upper_end(i), max_)) / 1000.0;
  }
  return 0;
}

void Stats::reset() {
  const auto pending = callbacks_pending;
  *this = {};
  callbacks_pending = pending;
}

std::string Stats::to_json(std::string_view profile, std::uint64_t salt) const {
  std::string out = "{\"profile\":\"";
  append_escaped(profile, out);
  out += '"';
  const auto number = [&out](std::string_view name, std::uint64_t value) {
    out.append(",\"").append(name).append("\":").append(std::to_string(value));
  };
  number("salt", salt);
  number("submits", submits);
  out += ",\"answers\":{";
  for (const auto& [status, count] : answers) {
    if (out.back() != '{') out += ',';
    out.append("\"").append(std::to_string(status)).append("\":").append(std::to_string(count));
  }
  out += '}';
  number("accepted", accepted);
  number("leads", leads);
  number("entriesOk", entries_ok);
  number("entriesFailed", entries_failed);
  number("entriesOmitted", entries_omitted);
  number("fields", fields);
  number("callbacksDue", callbacks_due);
  number("callbacksPending", callbacks_pending);
  number("callbacksDelivered", callbacks_delivered);
  number("callbacksFailed", callbacks_failed);
  number("callbackAttempts", callback_attempts);
  number("callbackRetries", callback_retries);
  number("bytesIn", bytes_in);
  number("bytesOut", bytes_out);
  out += ",\"callbackMs\":{\"p50\":";
  append_ms(latency.percentile_ms(0.50), out);
  out += ",\"p99\":";
  append_ms(latency.percentile_ms(0.99), out);
  out += ",\"max\":";
  append_ms(latency.max_ms(), out);
  out += "}}\n";
  return out;
}

}  // namespace sample
