// A native adapter that finishes chunks later, from one thread of its own: `delayMs` of the flow
// attributes says when.
#include <stepgate/plugin.hpp>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace {

using namespace stepgate::sdk;
using Moment = std::chrono::steady_clock::time_point;

struct Waiting {
  Moment due;
  Handle handle;
};

class FixtureLater : public NativeProvider {
 public:
  explicit FixtureLater(const Host& host)
      : completion_(host.completion()), thread_([this] { work(); }) {}
  ~FixtureLater() override {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  Definition definition() const override {
    return Definition("fixture-later", "Later")
        .outgoing(Field("country"))
        .incoming(Field("countryCode"))
        .flow(Attribute("delayMs", "integer").label("Delay in milliseconds"))
        .activity(Attribute("finishedBy"));
  }
  void enrich(const Call&, const Chunk&, const Results&) override {}
  void submit(const Call&, const Chunk& chunk, Submission& submission) override {
    const auto delay =
        std::chrono::milliseconds(Json::parse(chunk.parameters())["delayMs"].integer(100));
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      waiting_.push_back({std::chrono::steady_clock::now() + delay, submission.handle()});
    }
    submission.pending();
    wake_.notify_one();
  }

 private:
  void work() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!stopping_) {
      if (waiting_.empty()) {
        wake_.wait(lock);
      } else if (std::chrono::steady_clock::now() < waiting_.front().due) {
        const Moment due = waiting_.front().due;
        wake_.wait_until(lock, due);
      } else {
        const Handle handle = waiting_.front().handle;
        waiting_.pop_front();
        lock.unlock();
        finish(handle);
        lock.lock();
      }
    }
  }
  void finish(Handle handle) {
    completion_.complete(handle, [](const Call&, const Results& results) {
      for (std::size_t i = 0; i < results.chunk().size(); ++i) {
        results.set(i, "countryCode", "ZZ");
        results.set_attribute(i, "finishedBy", "thread");
        results.succeed(i);
      }
    });
  }

  Completion completion_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

STEPGATE_PLUGIN(provider<FixtureLater>("fixture-later", "1.0.0", "Later",
                                       "provider:fixture-later"));
