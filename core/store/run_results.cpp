// RunRepository::results, out of the history.
#include <algorithm>

#include "store/activity/reader.hpp"
#include "store/core.hpp"
#include "store/names.hpp"
#include "store/run_repository.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store {
namespace {

flow::ChunkId chunk_of(sql::Connection& connection, flow::RunId run, std::uint32_t seq) {
  if (seq == 0) return 0;
  sql::Statement& select =
      connection.statements().get("SELECT max(chunk) FROM chunk_log WHERE run = ?1 AND seq = ?2");
  sql::Reset reset(select);
  select.bind(1, run).bind(2, seq).step();
  return select.integer(0);
}

struct Place {
  std::uint32_t seq = 0;
  flow::Ms since = 0;  ///< its results were applied by hand then: what is older does not count
};

Place place_of(sql::Connection& connection, const flow::ChunkKey& key) {
  sql::Statement& select = connection.statements().get(
      "SELECT seq, coalesce((SELECT done_at FROM dead d WHERE d.bucket = ?1 AND d.chunk = ?2 AND "
      "what = 3), 0) FROM chunk_log WHERE bucket = ?1 AND chunk = ?2");
  sql::Reset reset(select);
  if (!select.bind(1, key.bucket).bind(2, key.chunk).step()) return {};
  return {static_cast<std::uint32_t>(select.integer(0)), select.integer(1)};
}

}  // namespace

std::vector<RunResult> RunRepository::results(flow::RunId run, bool failed_only,
                                              std::uint32_t after_seq, flow::PersonId after_person,
                                              std::size_t limit) {
  const RunInfo info = get(run);
  auto reader = core_.readers->take();
  activity::ResultQuery query;
  query.run = run;
  query.failed_only = failed_only;
  query.after_chunk = chunk_of(*reader, run, after_seq);
  query.after_person = after_person;
  query.limit = std::clamp<std::size_t>(limit, 1, 10'000);
  const std::size_t wanted = query.limit;
  query.from = info.row.started_at;
  std::vector<RunResult> all;
  flow::ChunkKey last;
  Place place;
  activity::Reader history(reader->handle());
  for (;;) {
    auto page = history.results(query).results;
    for (activity::Result& r : page) {
      query.after_chunk = r.chunk;
      query.after_person = r.person;
      const flow::ChunkKey key{flow::bucket_of(r.person), r.chunk};
      if (key != last) place = place_of(*reader, last = key);
      if (r.at < place.since) continue;
      all.push_back({r.person, std::string(to_string(r.outcome)), std::move(r.code),
                     std::move(r.reason), r.chunk, place.seq, r.at});
    }
    if (page.size() < query.limit || all.size() >= wanted) return all;
    query.limit = wanted - all.size();
  }
}

}  // namespace stepgate::store
