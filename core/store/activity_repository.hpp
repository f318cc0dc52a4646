// The activities of people: the history's one reader over a connection of its own per call.
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "store/activity/activity.hpp"

namespace stepgate::store {

struct Core;

class ActivityRepository {
 public:
  static constexpr std::size_t kMaxPage = 1000;

  explicit ActivityRepository(Core& core);

  /// Newest first.
  activity::Page list(const activity::Filter& filter,
                      const std::optional<activity::Position>& before, std::size_t limit);
  /// Who has such an activity.
  activity::PeoplePage people(const activity::Filter& filter);
  /// By day, service and code.
  activity::CountPage counts(const activity::Filter& filter);
  /// All of them, one by one (export). The sink gives false to stop.
  std::vector<activity::Damage> each(const activity::Filter& filter,
                                     const std::function<bool(const activity::Activity&)>& sink);
  /// Opens every segment and names the damaged ones.
  std::vector<activity::Damage> verify();
  /// Retention: drops what is older, segment by segment, in short transactions. Gives how many
  /// entries went; an entry is one person of one chunk. Ends early when `stopped()` is true.
  std::int64_t drop_before(Ms before, const std::function<bool()>& stopped);

 private:
  Core& core_;
};

}  // namespace stepgate::store
