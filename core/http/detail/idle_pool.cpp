#include "http/detail/idle_pool.hpp"

#include <algorithm>
#include <iterator>

namespace stepgate::http::detail {

std::unique_ptr<Stream> IdlePool::take(const std::string& key) {
  Bin dropped;  // closed after the lock is gone
  for (;;) {
    Idle found;
    {
      const std::lock_guard lock(mutex_);
      drop_old(dropped);
      const auto bin = bins_.find(key);
      if (bin == bins_.end()) return nullptr;
      found = std::move(bin->second.back());
      bin->second.pop_back();
      if (bin->second.empty()) bins_.erase(bin);
      --count_;
    }
    if (Steady::now() - found.since < kMaxIdle && found.stream->quiet())
      return std::move(found.stream);
  }
}

void IdlePool::give(const std::string& key, std::unique_ptr<Stream> stream) {
  Bin dropped;
  const std::lock_guard lock(mutex_);
  drop_old(dropped);
  if (count_ >= total_) return;
  auto& bin = bins_[key];
  if (bin.size() >= per_origin_) return;
  bin.push_back({std::move(stream), Steady::now()});
  ++count_;
}

void IdlePool::clear() {
  std::map<std::string, Bin, std::less<>> gone;
  const std::lock_guard lock(mutex_);
  gone.swap(bins_);
  count_ = 0;
}

std::size_t IdlePool::size() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

void IdlePool::drop_old(Bin& dropped) {
  const auto now = Steady::now();
  if (now - swept_ < kMaxIdle / 4) return;
  swept_ = now;
  for (auto bin = bins_.begin(); bin != bins_.end();) {
    auto& list = bin->second;
    const auto fresh = std::find_if(list.begin(), list.end(),
                                    [&](const Idle& idle) { return now - idle.since < kMaxIdle; });
    count_ -= static_cast<std::size_t>(fresh - list.begin());
    std::move(list.begin(), fresh, std::back_inserter(dropped));
    list.erase(list.begin(), fresh);
    bin = list.empty() ? bins_.erase(bin) : std::next(bin);
  }
}

}  // namespace stepgate::http::detail
