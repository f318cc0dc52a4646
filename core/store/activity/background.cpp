#include "store/activity/background.hpp"

#include <chrono>
#include <exception>

#include "base/log.hpp"

namespace stepgate::store::activity {
namespace {

constexpr int kLookMs = 250, kBetweenMs = 5, kAfterTroubleMs = 10'000;

}  // namespace

Background::Background(sql::Writer& writer, sql::Readers& readers)
    : compactor_(writer, readers), thread_([this] { run(); }) {}

Background::~Background() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Background::run() {
  int pause = kLookMs;
  while (wait(pause)) {
    try {
      pause = step() ? kBetweenMs : kLookMs;
      last_trouble_.clear();
    } catch (const std::exception& e) {
      if (last_trouble_ != e.what()) {
        last_trouble_ = e.what();
        log(Severity::warn, "store", "the activity history is not compacted: " + last_trouble_);
      }
      pause = kAfterTroubleMs;
    }
  }
}

bool Background::step() {
  const Compacted done = compactor_.step();
  for (const Damage& damage : done.damages) log(Severity::error, "store", to_string(damage));
  return done.did_something();
}

bool Background::wait(int milliseconds) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, std::chrono::milliseconds(milliseconds),
                            [this] { return stopping_; });
}

}  // namespace stepgate::store::activity
