#include "store/sqlite/audience_reader.hpp"

#include <algorithm>

#include "store/core.hpp"
#include "store/id_blob.hpp"
#include "store/run_repository.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store {
namespace {

using flow::PersonId;

constexpr int kValueParameter = 4;

/// Rows of run_audience hold a stretch of ids each.
std::vector<PersonId> listed(sql::Connection& connection, flow::RunId run, flow::Bucket bucket,
                             PersonId after, std::size_t limit) {
  sql::Statement& select = connection.statements().get(
      "SELECT ids FROM run_audience WHERE run = ?1 AND bucket = ?2 AND first_id >= (SELECT "
      "coalesce(max(first_id), 0) FROM run_audience WHERE run = ?1 AND bucket = ?2 AND first_id <= "
      "?3) ORDER BY first_id");
  sql::Reset reset(select);
  select.bind(1, run).bind(2, bucket).bind(3, after);
  std::vector<PersonId> found;
  while (found.size() < limit && select.step()) {
    const std::vector<PersonId> ids = decode_ids(select.blob(0));
    const auto from = std::upper_bound(ids.begin(), ids.end(), after);
    const auto n = std::min<std::ptrdiff_t>(ids.end() - from,
                                            static_cast<std::ptrdiff_t>(limit - found.size()));
    found.insert(found.end(), from, from + n);
  }
  return found;
}

}  // namespace

std::vector<PersonId> AudienceReader::next(sql::Connection& connection, flow::RunId run,
                                           flow::Bucket bucket, PersonId after, std::size_t limit) {
  const auto kept = find(connection, run);
  if (!kept) return {};
  if (kept->listed) return listed(connection, run, bucket, after, limit);
  const PersonId last = std::min(kept->last, flow::bucket_first(bucket + 1) - 1);
  sql::Statement& select =
      connection.statements().dynamic("SELECT id FROM person WHERE id > ?1 AND id <= ?2 AND " +
                                      kept->condition.sql + " ORDER BY id LIMIT ?3");
  sql::Reset reset(select);
  select.bind(1, std::max(after, flow::bucket_first(bucket) - 1))
      .bind(2, last)
      .bind(3, static_cast<std::int64_t>(limit));
  if (!kept->condition.value.is_null()) select.bind_value(kValueParameter, kept->condition.value);
  std::vector<PersonId> ids;
  ids.reserve(std::min<std::size_t>(limit, 4096));
  while (select.step()) ids.push_back(select.integer(0));
  return ids;
}

std::optional<AudienceReader::Kept> AudienceReader::find(sql::Connection& connection,
                                                         flow::RunId run) {
  std::lock_guard lock(mutex_);
  if (const auto it = kept_.find(run); it != kept_.end()) return it->second;
  sql::Statement& select = connection.statements().get(
      "SELECT audience_kind, audience_field, audience_value, last_person FROM run WHERE id = ?1");
  sql::Reset reset(select);
  if (!select.bind(1, run).step()) return std::nullopt;
  const auto kind = static_cast<Audience::Kind>(select.integer(0));
  Kept kept;
  kept.listed = kind == Audience::Kind::ids;
  kept.last = select.integer(3);
  const auto field =
      kind == Audience::Kind::where ? static_cast<flow::FieldId>(select.integer(1)) : 0;
  kept.condition = person_condition(*core_.fields(), field, select.text(2), kValueParameter);
  if (kept_.size() >= kMost) kept_.clear();
  return kept_.emplace(run, std::move(kept)).first->second;
}

}  // namespace stepgate::store
