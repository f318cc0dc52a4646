#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace sample {

// Bytes that arrive at the end and leave at the front. Nothing is zeroed, and a message of a known
// size can be received without a copy by reserving for it first.
class ByteBuffer {
 public:
  std::string_view view() const { return {data_.get() + begin_, end_ - begin_}; }
  std::size_t size() const { return end_ - begin_; }
  bool empty() const { return begin_ == end_; }

  // Free space of at least `wanted` bytes; what was written there counts after commit().
  std::span<char> writable(std::size_t wanted) {
    reserve(size() + wanted);
    return {data_.get() + end_, capacity_ - end_};
  }
  void commit(std::size_t written) { end_ += written; }

  void consume(std::size_t count) {
    begin_ += count;
    if (begin_ != end_) return;
    begin_ = end_ = 0;
    if (capacity_ > kKeptWhenEmpty) {
      data_.reset();
      capacity_ = 0;
    }
  }

  // Takes `count` bytes out from behind the first `offset` ones.
  void remove(std::size_t offset, std::size_t count) {
    char* hole = data_.get() + begin_ + offset;
    std::memmove(hole, hole + count, size() - offset - count);
    end_ -= count;
  }

  // Makes room for `total` bytes counted from the front of view(); views into the buffer are void
  // afterwards.
  void reserve(std::size_t total) {
    if (begin_ + total <= capacity_) return;
    if (total <= capacity_) {
      std::memmove(data_.get(), data_.get() + begin_, size());
    } else {
      const std::size_t grown = total < 2 * capacity_ ? 2 * capacity_ : total;
      auto larger = std::make_unique_for_overwrite<char[]>(grown);
      if (!empty()) std::memcpy(larger.get(), data_.get() + begin_, size());
      data_ = std::move(larger);
      capacity_ = grown;
    }
    end_ -= begin_;
    begin_ = 0;
  }

 private:
  static constexpr std::size_t kKeptWhenEmpty = 1 << 20;

  std::unique_ptr<char[]> data_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace sample
