#include "store/activity/reader.hpp"

#include <algorithm>

#include "store/activity/reader_impl.hpp"

namespace stepgate::store::activity {
namespace {

/// A page that is being gathered: newest first, never more than limit + 1.
class Gathered {
 public:
  explicit Gathered(std::size_t limit) : most_(limit + 1) {}

  bool full_behind(flow::Ms newest_left) const {
    return hits_.size() == most_ && hits_.back().hit.key.at > newest_left;
  }
  void add(const std::shared_ptr<OpenSegment>& segment, std::vector<Hit> hits) {
    if (hits.size() > most_) hits.resize(most_);
    const auto middle = static_cast<std::ptrdiff_t>(hits_.size());
    for (const Hit& hit : hits) hits_.push_back({hit, segment});
    std::inplace_merge(hits_.begin(), hits_.begin() + middle, hits_.end(),
                       [](const Of& a, const Of& b) { return b.hit.key.behind(a.hit.key); });
    if (hits_.size() > most_) hits_.resize(most_);
  }
  /// What is behind it does not get in any more; null: everything does.
  const Position* last() const { return hits_.size() == most_ ? &hits_.back().hit.key : nullptr; }
  struct Of {
    Hit hit;
    std::shared_ptr<OpenSegment> segment;
  };
  const std::vector<Of>& hits() const noexcept { return hits_; }

 private:
  std::size_t most_;
  std::vector<Of> hits_;
};

/// Whether a person's entry alone says that it has such an activity, without looking at each.
bool is_decided_by_entry(const Filter& f) {
  if (f.field != 0) return f.type != ActivityType::service;
  return f.asks_answer() && !f.asks_change() && f.type != ActivityType::data_value_change;
}

}  // namespace

Reader::Reader(sqlite3* db) : impl_(std::make_unique<Impl>(db)) {}
Reader::~Reader() = default;

Page Reader::list(const Filter& filter, const std::optional<Position>& before, std::size_t limit) {
  Page page;
  if (limit == 0) return page;
  const Position* behind = before ? &*before : nullptr;
  Gathered gathered(limit);
  Candidates candidates(impl_->db, filter, before ? before->at : kEver);
  while (const auto row = candidates.next()) {
    if (gathered.full_behind(row->at)) break;
    impl_->open(*row, filter, page.damages, [&](std::unique_ptr<OpenSegment> segment) {
      std::vector<Hit> hits = segment->hits(filter, impl_->fields, behind, gathered.last());
      if (!hits.empty()) gathered.add(std::move(segment), std::move(hits));
    });
  }
  for (const auto& [hit, segment] : gathered.hits()) {
    if (page.activities.size() == limit) break;
    try {
      page.activities.push_back(segment->activity(hit, impl_->fields));
    } catch (const Damaged& e) {
      const std::int64_t id = segment->row().id;
      if (std::none_of(page.damages.begin(), page.damages.end(),
                       [&](const Damage& d) { return d.segment == id; })) {
        page.damages.push_back(impl_->blobs.damage(segment->row(), e.what()));
      }
    }
  }
  if (gathered.hits().size() > limit) page.next = gathered.hits()[limit - 1].hit.key;
  return page;
}

PeoplePage Reader::people(const Filter& filter) {
  PeoplePage page;
  const bool by_entry = is_decided_by_entry(filter);
  impl_->each_segment(filter, page.damages, [&](OpenSegment& segment) {
    if (!by_entry) {
      const std::vector<Hit> hits = segment.hits(filter, impl_->fields);
      for (const Hit& hit : hits) page.people.push_back(hit.key.person);
      return;
    }
    const std::vector<std::uint8_t> alive = segment.entries(filter, impl_->fields);
    for (std::size_t i = 0; i < alive.size(); ++i) {
      if (alive[i] != 0) page.people.push_back(segment.person(i));
    }
  });
  std::sort(page.people.begin(), page.people.end());
  page.people.erase(std::unique(page.people.begin(), page.people.end()), page.people.end());
  return page;
}

std::vector<Damage> Reader::verify() {
  std::vector<Damage> damages;
  const Filter everything;
  impl_->each_segment(everything, damages, [&](OpenSegment& segment) {
    for (const Hit& hit : segment.hits(everything, impl_->fields)) {
      segment.activity(hit, impl_->fields);
    }
  });
  return damages;
}

std::vector<Damage> Reader::each(const Filter& filter,
                                 const std::function<bool(const Activity&)>& sink) {
  Scan scan(*this, filter);
  Activity activity;
  while (scan.next(activity) && sink(activity)) {
  }
  return std::move(scan.damages());
}

struct Reader::Scan::State {
  State(Reader::Impl& impl, const Filter& wanted)
      : reader(impl), filter(wanted), candidates(impl.db, wanted, kEver) {}

  Reader::Impl& reader;
  Filter filter;
  Candidates candidates;
  std::unique_ptr<OpenSegment> segment;
  std::vector<Hit> hits;
  std::size_t next = 0;
  std::vector<Damage> damages;
};

Reader::Scan::Scan(Reader& reader, const Filter& filter)
    : state_(std::make_unique<State>(*reader.impl_, filter)) {}
Reader::Scan::~Scan() = default;
std::vector<Damage>& Reader::Scan::damages() noexcept { return state_->damages; }

bool Reader::Scan::next(Activity& out) {
  State& s = *state_;
  while (true) {
    if (s.next < s.hits.size()) {
      try {
        out = s.segment->activity(s.hits[s.next++], s.reader.fields);
        return true;
      } catch (const Damaged& e) {
        s.damages.push_back(s.reader.blobs.damage(s.segment->row(), e.what()));
        s.hits.clear();
      }
    }
    const auto row = s.candidates.next();
    if (!row) return false;
    s.hits.clear();
    s.next = 0;
    s.reader.open(*row, s.filter, s.damages, [&](std::unique_ptr<OpenSegment> segment) {
      s.hits = segment->hits(s.filter, s.reader.fields);
      s.segment = std::move(segment);
    });
  }
}

}  // namespace stepgate::store::activity
