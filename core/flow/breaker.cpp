#include "flow/breaker.hpp"

#include <algorithm>
#include <utility>

namespace stepgate::flow {
namespace {

/// 1 s, then half of a doubling limit and a drawn rest, a minute at most: many hosts of one service
/// do not ask it all at once, and none of them at once again.
Ms next_probe(std::uint16_t probes, Dice& dice) {
  constexpr Ms kFirst = 1'000, kMost = 60'000;
  const Ms limit = std::min(kMost, kFirst << std::min<int>(probes, 6));
  return limit / 2 + static_cast<Ms>(dice.roll(static_cast<std::uint64_t>(limit / 2 + 1)));
}

}  // namespace

bool Breaker::failed(std::string why, std::int32_t limit, Ms now, Dice& dice) {
  failures_ = std::min(failures_ + 1, INT32_MAX - 1);
  why_ = std::move(why);
  if (open_ || limit <= 0 || failures_ < limit) return false;
  open_ = true;
  probes_ = 0;
  since_ = now;
  probe_at_ = now + next_probe(0, dice);
  return true;
}

bool Breaker::answered() {
  failures_ = 0;
  return std::exchange(open_, false);
}

bool Breaker::probed(bool alive, Ms now, Dice& dice) {
  probing_ = false;
  if (alive) return answered();
  probes_ = static_cast<std::uint16_t>(std::min(probes_ + 1, 1'000));
  probe_at_ = now + next_probe(probes_, dice);
  return false;
}

}  // namespace stepgate::flow
