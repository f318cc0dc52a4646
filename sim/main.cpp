// stepgate-sim: seeds of simulated runs, as many at a time as there are processors.
#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "base/log.hpp"
#include "sim/simulation.hpp"

namespace {

using stepgate::sim::run_seed;
using stepgate::sim::Verdict;

constexpr const char* kUsage =
    "Usage: stepgate-sim [--seeds N] [--from S] [--seed S [--trace]] [--jobs N]\n"
    "\n"
    "  --seeds N   that many simulated runs (100000), from seed --from (1)\n"
    "  --seed S    one, whose trace is printed when it fails\n"
    "  --trace     print the trace also when it does not\n"
    "  --jobs N    threads (one a processor)\n";

struct Options {
  std::uint64_t seeds = 100'000, from = 1, jobs = std::thread::hardware_concurrency();
  std::optional<std::uint64_t> seed;
  bool trace = false;
};

bool number(const char* text, std::uint64_t& value) {
  const char* end = text + std::strlen(text);
  return std::from_chars(text, end, value).ptr == end && end != text;
}

std::optional<Options> parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--trace") {
      options.trace = true;
      continue;
    }
    std::uint64_t value = 0;
    if (i + 1 >= argc || !number(argv[++i], value)) return std::nullopt;
    if (name == "--seeds")
      options.seeds = value;
    else if (name == "--from")
      options.from = value;
    else if (name == "--jobs")
      options.jobs = value;
    else if (name == "--seed")
      options.seed = value;
    else
      return std::nullopt;
  }
  return options;
}

struct Total {
  std::mutex mutex;
  std::uint64_t steps = 0, failed = 0;
  std::array<std::uint64_t, 18> rows{};
};

void report(const Verdict& verdict) {
  std::printf(
      "VIOLATION of %s, seed %llu, step %llu: %s\n  replay: ./dev sim --seed %llu --trace\n",
      verdict.violation->invariant.c_str(), static_cast<unsigned long long>(verdict.seed),
      static_cast<unsigned long long>(verdict.steps), verdict.violation->text.c_str(),
      static_cast<unsigned long long>(verdict.seed));
}

/// I17: every 64th seed is run twice.
void check_repeat(Verdict& verdict) {
  if (verdict.violation || verdict.seed % 64 != 0) return;
  if (run_seed(verdict.seed).hash != verdict.hash)
    verdict.violation = {"I17", "the same seed gave another trace"};
}

void work(const Options& options, std::atomic<std::uint64_t>& next, Total& total) {
  constexpr std::uint64_t kEnough = 10;  // of violations
  for (;;) {
    const auto seed = next++;
    if (seed >= options.from + options.seeds || total.failed >= kEnough) return;
    auto verdict = run_seed(seed);
    check_repeat(verdict);
    const std::lock_guard lock(total.mutex);
    total.steps += verdict.steps;
    for (std::size_t i = 0; i < total.rows.size(); ++i) total.rows[i] += verdict.rows[i];
    if (!verdict.violation) continue;
    ++total.failed;
    report(verdict);
  }
}

/// Rows that nothing of this engine decides yet.
bool cannot_be_hit(std::size_t row) {
  return !stepgate::sim::can_be_hit(static_cast<stepgate::flow::Row>(row));
}

int many(const Options& options) {
  const auto begin = std::chrono::steady_clock::now();
  std::atomic<std::uint64_t> next{options.from};
  Total total;
  std::vector<std::thread> threads;
  for (std::uint64_t i = 0; i < std::max<std::uint64_t>(1, options.jobs); ++i)
    threads.emplace_back([&] { work(options, next, total); });
  for (auto& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  bool missed = false;
  for (std::size_t i = 1; i < total.rows.size(); ++i) {
    const bool hit = total.rows[i] > 0;
    missed = missed || (!hit && !cannot_be_hit(i));
    std::printf("T%zu %llu%s%s", i, static_cast<unsigned long long>(total.rows[i]),
                !hit && cannot_be_hit(i) ? " (no such feature yet)" : "",
                i + 1 < total.rows.size() ? ", " : "\n");
  }
  std::printf(
      "%llu seeds, %.0f steps a seed, %.2f ms a seed and processor, %.1f s, %llu violations\n",
      static_cast<unsigned long long>(options.seeds),
      static_cast<double>(total.steps) / static_cast<double>(options.seeds),
      took.count() * 1000 * static_cast<double>(threads.size()) /
          static_cast<double>(options.seeds),
      took.count(), static_cast<unsigned long long>(total.failed));
  if (missed && options.seeds >= 1000) std::printf("a row was never hit\n");
  return total.failed > 0 || (missed && options.seeds >= 1000) ? 1 : 0;
}

int one(const Options& options) {
  const auto verdict = run_seed(*options.seed, true);
  if (options.trace || verdict.violation) std::fputs(verdict.trace.c_str(), stdout);
  if (verdict.violation) report(verdict);
  std::printf("seed %llu: %llu steps, trace %016llx\n",
              static_cast<unsigned long long>(verdict.seed),
              static_cast<unsigned long long>(verdict.steps),
              static_cast<unsigned long long>(verdict.hash));
  return verdict.violation ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = parse(argc, argv);
  if (!options) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  stepgate::set_log_sink([](stepgate::Severity, std::string_view, std::string_view) {});
  return options->seed ? one(*options) : many(*options);
}
