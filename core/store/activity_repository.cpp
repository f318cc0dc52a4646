#include "store/activity_repository.hpp"

#include <algorithm>

#include "store/activity/compactor.hpp"
#include "store/activity/reader.hpp"
#include "store/core.hpp"

namespace stepgate::store {
namespace {

/// Lends a connection to `ask(reader)`; the reader goes before the connection is given back.
template <class Ask>
auto with_reader(Core& core, Ask&& ask) {
  auto lease = core.readers->take();
  activity::Reader reader(lease->handle());
  return ask(reader);
}

}  // namespace

ActivityRepository::ActivityRepository(Core& core) : core_(core) {}

activity::Page ActivityRepository::list(const activity::Filter& filter,
                                        const std::optional<activity::Position>& before,
                                        std::size_t limit) {
  return with_reader(core_, [&](activity::Reader& r) {
    return r.list(filter, before, std::clamp<std::size_t>(limit, 1, kMaxPage));
  });
}

activity::PeoplePage ActivityRepository::people(const activity::Filter& filter) {
  return with_reader(core_, [&](activity::Reader& r) { return r.people(filter); });
}

activity::CountPage ActivityRepository::counts(const activity::Filter& filter) {
  return with_reader(core_, [&](activity::Reader& r) { return r.counts(filter); });
}

std::vector<activity::Damage> ActivityRepository::each(
    const activity::Filter& filter, const std::function<bool(const activity::Activity&)>& sink) {
  return with_reader(core_, [&](activity::Reader& r) { return r.each(filter, sink); });
}

std::vector<activity::Damage> ActivityRepository::verify() {
  return with_reader(core_, [](activity::Reader& r) { return r.verify(); });
}

std::int64_t ActivityRepository::drop_before(Ms before, const std::function<bool()>& stopped) {
  return activity::drop_before(*core_.writer, before, stopped);
}

}  // namespace stepgate::store
