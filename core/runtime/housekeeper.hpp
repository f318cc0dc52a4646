// Work that nobody waits for, on a thread of its own: a task does one short step and says whether
// there is more.
#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"

namespace stepgate::runtime {

struct HouseTask {
  std::string name;
  std::function<bool()> step;  ///< true: there is more to do at once; what it throws is logged
  Ms every = 1'000;            ///< pause when there was nothing, or after trouble
};

class Housekeeper {
 public:
  explicit Housekeeper(std::vector<HouseTask> tasks);
  ~Housekeeper();  ///< stop()
  Housekeeper(const Housekeeper&) = delete;
  Housekeeper& operator=(const Housekeeper&) = delete;
  void start();
  void stop();  ///< after the step under way

 private:
  void work();
  bool pause(Ms ms);  ///< false when stopping
  std::vector<HouseTask> tasks_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  // mutex_
  std::thread thread_;
};

}  // namespace stepgate::runtime
