// A queue with one reader that takes everything at once.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

namespace stepgate::runtime {

template <typename Message>
class Mailbox {
 public:
  /// Any thread. False after close(): the message was not taken.
  bool post(Message message) { return put(std::move(message), false); }
  /// As post, also after close(): an answer that the reader waits for before it ends.
  void answer(Message message) { put(std::move(message), true); }

  /// The reader: everything that is there, waiting for at most `ms` when there is nothing.
  std::vector<Message> take(std::int64_t ms) {
    std::unique_lock lock(mutex_);
    const bool was_closed = closed_;  // close() wakes the reader once
    if (messages_.empty() && ms > 0)
      wake_.wait_for(lock, std::chrono::milliseconds(was_closed ? 5 : ms),
                     [&] { return closed_ != was_closed || !messages_.empty(); });
    return std::exchange(messages_, {});
  }

  /// From now on nothing is taken; what is there can still be read.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    wake_.notify_all();
  }

 private:
  bool put(Message message, bool always) {
    bool first = false;  // the reader takes everything at once: one wake-up is enough
    {
      const std::lock_guard lock(mutex_);
      if (closed_ && !always) return false;
      first = messages_.empty();
      messages_.push_back(std::move(message));
    }
    if (first) wake_.notify_one();
    return true;
  }
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Message> messages_;  // mutex_
  bool closed_ = false;            // mutex_
};

}  // namespace stepgate::runtime
