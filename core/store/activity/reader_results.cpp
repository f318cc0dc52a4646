// How the people of a run ended, and how often services ended how.
#include <algorithm>
#include <map>
#include <tuple>

#include "flow/chunk.hpp"
#include "store/activity/reader_impl.hpp"

namespace stepgate::store::activity {
namespace {

constexpr flow::Ms kDay = 24LL * 60 * 60 * 1000;

struct Order {
  bool operator()(const Result& a, const Result& b) const noexcept {
    // Of the same person the newest first: late results that were applied by hand.
    return std::tie(a.chunk, a.person, b.at) < std::tie(b.chunk, b.person, a.at);
  }
};

/// The first `limit` results in order, of whatever is added.
class Gathered {
 public:
  explicit Gathered(std::size_t limit) : limit_(limit) {}
  bool full_before(flow::ChunkId chunk) const {
    return results_.size() == limit_ && results_.back().chunk < chunk;
  }
  void add(std::vector<Result> more) {
    std::sort(more.begin(), more.end(), Order());
    const auto middle = static_cast<std::ptrdiff_t>(results_.size());
    std::move(more.begin(), more.end(), std::back_inserter(results_));
    std::inplace_merge(results_.begin(), results_.begin() + middle, results_.end(), Order());
    if (results_.size() > limit_) results_.resize(limit_);
  }
  std::vector<Result> take() { return std::move(results_); }

 private:
  std::size_t limit_;
  std::vector<Result> results_;
};

bool is_wanted(const ResultQuery& q, flow::ChunkId chunk, flow::PersonId person) noexcept {
  if (q.chunk != 0 && chunk != q.chunk) return false;
  return chunk > q.after_chunk || (chunk == q.after_chunk && person > q.after_person);
}

std::vector<Result> results_of(OpenSegment& segment, const ResultQuery& q, FieldNames& fields) {
  Filter filter;
  filter.run = q.run;
  if (q.failed_only) filter.outcome = Outcome::failed;
  const std::vector<std::uint8_t> alive = segment.entries(filter, fields);
  const ColumnReader outcome = segment.body().column(ColumnKind::outcome);
  const ColumnReader code = segment.body().column(ColumnKind::code);
  const ColumnReader reason = segment.body().column(ColumnKind::reason);
  std::vector<Result> results;
  for (std::size_t i = 0; i < alive.size(); ++i) {
    if (alive[i] == 0 || outcome.at(i).is_null()) continue;
    if (!is_wanted(q, segment.chunk(i), segment.person(i))) continue;
    Result& result = results.emplace_back();
    result.person = segment.person(i);
    result.outcome = static_cast<Outcome>(outcome.at(i).number());
    result.code = code.at(i).text();
    result.reason = reason.at(i).text();
    result.step = static_cast<std::int32_t>(segment.number(ColumnKind::step, i));
    result.chunk = segment.chunk(i);
    result.at = segment.at(i);
  }
  return results;
}

}  // namespace

ResultPage Reader::results(const ResultQuery& q) {
  ResultPage page;
  if (q.limit == 0) return page;
  const ReadSnapshot snapshot(impl_->db);
  Gathered gathered(q.limit);
  const auto add = [&](const SegmentRow& row) {
    impl_->open(row, {}, page.damages, [&](const std::unique_ptr<OpenSegment>& segment) {
      gathered.add(results_of(*segment, q, impl_->fields));
    });
  };
  const flow::ChunkId from = std::max(q.after_chunk, q.chunk);
  // The chunks with segments of their own, in order: read as far as the page reaches.
  Query own(impl_->db, "SELECT " STEPGATE_SEGMENT_COLUMNS
                       " FROM activity_segment s WHERE s.run = ?1 AND s.chunk >= ?2 AND s.chunk <= "
                       "?3 ORDER BY s.chunk, s.first_id");
  own.bind(1, q.run).bind(2, from).bind(3, q.chunk != 0 ? q.chunk : kEver);
  Query shared(impl_->db,
               "SELECT " STEPGATE_SEGMENT_COLUMNS
               " FROM activity_segment s WHERE s.run = ?1 AND s.chunk IS NULL UNION ALL "
               "SELECT " STEPGATE_SEGMENT_COLUMNS
               " FROM activity_segment s WHERE s.run IS NULL AND s.at >= ?2 AND s.since <= ?3");
  shared.bind(1, q.run).bind(2, q.from).bind(3, q.to != 0 ? q.to : kEver);
  while (shared.step()) add(read_segment_row(shared));
  while (own.step()) {
    const SegmentRow row = read_segment_row(own);
    if (gathered.full_before(*row.chunk)) break;
    add(row);
  }
  page.results = gathered.take();
  return page;
}

CountPage Reader::counts(const Filter& filter) {
  CountPage page;
  Filter wanted;  // counts are of services
  wanted.service = filter.service;
  wanted.run = filter.run;
  wanted.from = filter.from;
  wanted.to = filter.to;
  wanted.outcome = filter.outcome;
  wanted.code = filter.code;
  wanted.attribute = filter.attribute;
  wanted.attribute_value = filter.attribute_value;
  wanted.parameter = filter.parameter;
  wanted.parameter_value = filter.parameter_value;
  std::map<std::tuple<flow::Ms, flow::ServiceId, std::string>, std::int64_t> sums;
  impl_->each_segment(wanted, page.damages, [&](OpenSegment& segment) {
    const std::vector<std::uint8_t> alive = segment.entries(wanted, impl_->fields);
    const ColumnReader outcome = segment.body().column(ColumnKind::outcome);
    const ColumnReader code = segment.body().column(ColumnKind::code);
    const auto& service = segment.row().service;
    const ColumnReader services =
        service ? ColumnReader() : segment.body().column(ColumnKind::service);
    // Neighbours mostly count for the same.
    std::tuple<flow::Ms, flow::ServiceId, std::string_view> last{-1, -1, {}};
    std::int64_t* sum = nullptr;
    for (std::size_t i = 0; i < alive.size(); ++i) {
      const Value ended = outcome.at(i);
      if (alive[i] == 0 || ended.is_null()) continue;
      const std::tuple<flow::Ms, flow::ServiceId, std::string_view> key{
          segment.at(i) / kDay * kDay, service ? *service : services.at(i).number(),
          ended.number() == static_cast<std::int64_t>(Outcome::failed) ? code.at(i).text()
                                                                       : flow::kSuccess};
      if (sum == nullptr || key != last) {
        const auto& [day, of, text] = key;
        sum = &sums[{day, of, std::string(text)}];
        last = key;
      }
      ++*sum;
    }
  });
  for (const auto& [key, n] : sums) {
    page.counts.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), n});
  }
  return page;
}

}  // namespace stepgate::store::activity
