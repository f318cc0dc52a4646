#include "random_chunk.hpp"

#include <algorithm>
#include <array>

namespace stepgate::store::activity::testing {

using flow::Cell;
using flow::DataType;

std::size_t RandomChunks::size() {
  switch (below(4)) {
    case 0:
      return 1 + below(3);
    case 1:
      return 1 + below(63);
    case 2:
      return 64 + below(200);
    default:
      return 1 + below(1000);
  }
}

std::string RandomChunks::text() {
  static const std::array<const char*, 8> kWords{
      "EMEA", "APAC", "", "Zürich", "日本語", "a \"quoted\" one", "😀 smile", "matched by email"};
  switch (below(60)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
      return std::to_string(random_());
    case 6:
      return std::string(below(3000), static_cast<char>('a' + below(26)));
    default:
      return kWords[below(kWords.size())];
  }
}

Cell RandomChunks::value(flow::FieldId field, std::string& arena, Chunk& chunk) {
  Cell cell;
  const DataType type = flow::standard_fields()[static_cast<std::size_t>(field - 1)].type;
  if (below(5) == 0) {
    cell.kind = Cell::Kind::null;
  } else if (type == DataType::boolean) {
    cell.kind = Cell::Kind::integer;
    cell.integer = static_cast<std::int64_t>(below(2));
  } else if (type == DataType::float_) {
    cell.kind = Cell::Kind::real;
    cell.real = static_cast<double>(below(100'000)) / 7;
  } else if (type == DataType::integer || type == DataType::score) {
    cell.kind = Cell::Kind::integer;
    cell.integer = below(3) == 0 ? static_cast<std::int32_t>(random_())
                                 : static_cast<std::int64_t>(below(100));
  } else {
    const std::string written = text();
    chunk.set_text(cell, written.empty() ? "x" : written, arena);
  }
  return cell;
}

namespace {

bool same(const Cell& a, const Cell& b, const std::string& arena) {
  if (a.kind != b.kind) return false;
  if (a.kind != Cell::Kind::text) return a.kind == Cell::Kind::null || a.integer == b.integer;
  return arena.substr(a.offset, a.size) == arena.substr(b.offset, b.size);
}

}  // namespace

void RandomChunks::add_fields(Chunk& chunk) {
  const std::size_t count = below(6);
  const auto fields = static_cast<flow::FieldId>(flow::standard_fields().size());
  for (std::size_t k = 0; k < count; ++k) {
    const auto id = static_cast<flow::FieldId>(1 + below(static_cast<std::size_t>(fields)));
    const bool taken = std::any_of(chunk.changes.fields.begin(), chunk.changes.fields.end(),
                                   [&](const FieldChange& f) { return f.field == id; });
    if (taken) continue;
    FieldChange& field = chunk.field(id);
    const std::size_t rarely = 1 + below(6);
    for (std::size_t row = 0; row < chunk.ids.size(); ++row) {
      if (below(rarely) != 0) continue;
      const Cell before = value(id, chunk.changes.arena, chunk);
      const Cell after = value(id, chunk.changes.arena, chunk);
      if (same(before, after, chunk.changes.arena)) continue;
      field.before[row] = before;
      field.after[row] = after;
      ++field.changed;
      chunk.changes.outcome[row] = static_cast<std::uint8_t>(Outcome::changed);
    }
  }
}

void RandomChunks::add_answers(Chunk& chunk) {
  static const std::array<const char*, 4> kNames{"matchReason", "providerReference", "confidence",
                                                 "größe"};
  flow::ChunkResults& results = chunk.results;
  for (const char* name : kNames) {
    if (below(2) == 0) continue;
    flow::AttributeColumn& column = results.attributes.emplace_back();
    column.name = name;
    column.cells.resize(chunk.ids.size());
    const bool same_for_all = below(3) == 0;
    const std::string word = text();
    for (Cell& cell : column.cells) {
      if (same_for_all || below(4) != 0) {
        chunk.set_text(cell, same_for_all ? word : text(), results.arena);
      }
    }
  }
  const std::size_t failing = below(5);
  for (std::size_t row = 0; row < chunk.ids.size(); ++row) {
    if (below(3) == 0) chunk.set_text(results.reasons[row], text(), results.arena);
    if (below(6) >= failing) continue;
    results.failed[row] = 1;
    chunk.changes.outcome[row] = static_cast<std::uint8_t>(Outcome::failed);
    chunk.set_text(results.codes[row],
                   below(2) == 0 ? "NO_RESULT" : "E" + std::to_string(below(400)), results.arena);
  }
}

std::unique_ptr<Chunk> RandomChunks::next(std::size_t people) {
  static const std::array<const char*, 4> kParameters{
      R"({"list":"gold","minimum":75,"really":true})", R"({"list":"silver"})",
      R"({"list":"日本","other":"x \" y"})", ""};
  std::vector<flow::PersonId> ids;
  const flow::PersonId base = below(4) == 0 ? kFar : 1;
  if (below(3) == 0) {  // consecutive
    const flow::PersonId first = base + static_cast<flow::PersonId>(below(kPeople));
    for (std::size_t i = 0; i < people; ++i) ids.push_back(first + static_cast<int>(i));
  } else {
    std::vector<flow::PersonId> all;
    for (int i = 0; i < kPeople; ++i) all.push_back(base + i);
    std::shuffle(all.begin(), all.end(), random_);
    ids.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(people));
    std::sort(ids.begin(), ids.end());
  }
  auto chunk = plain_chunk(std::move(ids));
  chunk->activities.service = static_cast<flow::ServiceId>(1 + below(3));
  chunk->activities.run = static_cast<flow::RunId>(1 + below(5));
  chunk->activities.step = static_cast<std::int32_t>(1 + below(2));
  chunk->activities.chunk = chunk_ += static_cast<flow::ChunkId>(1 + below(1000));
  chunk->activities.at = at_;
  chunk->source = "Service " + std::to_string(chunk->activities.service);
  chunk->reason = "Smart Campaign: " + std::to_string(chunk->activities.run) + ", Step Seq ID: 1";
  chunk->parameters = kParameters[below(kParameters.size())];
  if (!chunk->parameters.empty()) chunk->primary = below(3) == 0 ? "" : "list";
  add_fields(*chunk);
  add_answers(*chunk);
  return chunk;
}

std::unique_ptr<Chunk> RandomChunks::import(std::size_t rows) {
  std::vector<flow::PersonId> ids;
  for (std::size_t i = 0; i < rows; ++i) {
    ids.push_back(static_cast<flow::PersonId>(below(kPeople)) + (below(5) == 0 ? kFar : 1));
    if (below(5) == 0) ids.back() = ids.front();
  }
  auto chunk = plain_chunk(std::move(ids));
  chunk->activities = {};
  chunk->activities.at = at_;
  chunk->source = "Import people.csv";
  chunk->reason.clear();
  chunk->results = {};
  add_fields(*chunk);
  return chunk;
}

}  // namespace stepgate::store::activity::testing
