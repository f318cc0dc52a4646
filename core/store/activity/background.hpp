// The thread that compacts. Looks every quarter of a second whether there is enough to do, takes
// the writer's turn for a few milliseconds at a time, and lets everybody else go first in between.
#pragma once
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "store/activity/compactor.hpp"

namespace stepgate::store::activity {

class Background {
 public:
  /// Both must outlive it.
  Background(sql::Writer& writer, sql::Readers& readers);
  ~Background();  ///< waits for the step under way
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

 private:
  void run();
  bool step();                  ///< true: there may be more to do
  bool wait(int milliseconds);  ///< false: it is over

  Compactor compactor_;       // the thread's
  std::string last_trouble_;  // the thread's: said once
  std::mutex mutex_;          // guards stopping_
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;  // last: starts when everything else is there
};

}  // namespace stepgate::store::activity
