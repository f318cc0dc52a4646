#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace sample {

// Ids in the order in which they came, runs of consecutive ones as first..last: "1..1000,1005,7".
class IdRanges {
 public:
  void add(std::int64_t id) {
    if (count_++ != 0 && last_ < kMax && id == last_ + 1) {
      last_ = id;
      return;
    }
    if (count_ == 1) {
      first_of_all_ = id;
    } else {
      append_run(text_);
    }
    first_ = last_ = id;
  }

  std::size_t count() const { return count_; }
  std::int64_t first() const { return first_of_all_; }
  std::int64_t last() const { return last_; }
  std::string text() const {
    std::string text = text_;
    if (count_ != 0) append_run(text);
    return text;
  }

 private:
  static constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

  void append_run(std::string& out) const;

  std::string text_;
  std::size_t count_ = 0;
  std::int64_t first_of_all_ = 0;
  std::int64_t first_ = 0;  // of the run that is still open
  std::int64_t last_ = 0;
};

}  // namespace sample
