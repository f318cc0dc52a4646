#include "store/late_results.hpp"

#include <algorithm>
#include <memory>

#include "base/json.hpp"
#include "base/text.hpp"

namespace stepgate::store {
namespace {

using flow::Cell;
using flow::ChunkResults;

void write_cell(JsonWriter& json, const ChunkResults& results, const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::integer:
      return json.integer(cell.integer);
    case Cell::Kind::real:
      return json.real(cell.real);
    case Cell::Kind::text:
      return json.string(results.text(cell));
    case Cell::Kind::add:
      json.begin_object();
      json.key("add");
      json.integer(cell.integer);
      return json.end_object();
    default:
      return json.null();
  }
}

void write_text(JsonWriter& json, const ChunkResults& results, std::string_view key,
                const Cell& cell) {
  if (cell.kind != Cell::Kind::text) return;
  json.key(key);
  json.string(results.text(cell));
}

void write_person(JsonWriter& json, const ChunkResults& results, std::size_t i) {
  json.begin_object();
  json.key("id");
  json.integer(results.ids[i]);
  json.key("failed");
  json.boolean(results.failed[i] != 0);
  write_text(json, results, "code", results.codes[i]);
  write_text(json, results, "reason", results.reasons[i]);
  json.key("fields");
  json.begin_object();
  for (const flow::FieldColumn& column : results.fields) {
    if (column.cells[i].kind == Cell::Kind::keep) continue;
    json.key("f" + std::to_string(column.field));
    write_cell(json, results, column.cells[i]);
  }
  json.end_object();
  json.key("attributes");
  json.begin_object();
  for (const flow::AttributeColumn& column : results.attributes) {
    write_text(json, results, column.name, column.cells[i]);
  }
  json.end_object();
  json.end_object();
}

}  // namespace

std::string late_results_json(const ChunkResults& results) {
  JsonWriter json(results.ids.size() * 64);
  json.begin_object();
  json.key("code");
  json.string(results.chunk_code);
  json.key("message");
  json.string(results.chunk_message);
  json.key("people");
  json.begin_array();
  for (std::size_t i = 0; i < results.ids.size(); ++i) write_person(json, results, i);
  json.end_array();
  json.end_object();
  return json.take();
}

namespace {

using flow::FieldColumn;

/// Fills one ChunkResults from what was written of it.
class Reader {
 public:
  explicit Reader(std::size_t people) : people_(people) {
    for (auto* column : {&results_->codes, &results_->reasons}) column->resize(people_);
  }

  void person(std::size_t i, const Json& json) {
    results_->ids.push_back(json["id"].as_int());
    results_->failed.push_back(json["failed"].as_bool() ? 1 : 0);
    results_->codes[i] = text(json["code"]);
    results_->reasons[i] = text(json["reason"]);
    for (const auto& [name, value] : json["fields"].members())
      field(static_cast<flow::FieldId>(parse_int(std::string_view(name).substr(1)).value_or(0)))
          .cells[i] = cell(value);
    for (const auto& [name, value] : json["attributes"].members())
      attribute(name).cells[i] = text(value);
  }

  std::shared_ptr<ChunkResults> take() { return std::move(results_); }

 private:
  Cell text(const Json& json) {
    Cell cell;
    if (!json.is_string()) return cell;
    cell.kind = Cell::Kind::text;
    cell.offset = static_cast<std::uint32_t>(results_->arena.size());
    cell.size = static_cast<std::uint32_t>(json.as_string().size());
    results_->arena += json.as_string();
    return cell;
  }

  Cell cell(const Json& json) {
    if (json.is_string()) return text(json);
    Cell cell;
    if (json.is_object()) {
      cell.kind = Cell::Kind::add;
      cell.integer = json["add"].as_int();
    } else if (json.is_int()) {
      cell.kind = Cell::Kind::integer;
      cell.integer = json.as_int();
    } else if (json.is_null()) {
      cell.kind = Cell::Kind::null;
    } else {
      cell.kind = Cell::Kind::real;
      cell.real = json.as_double();
    }
    return cell;
  }

  template <class Columns, class Same, class Make>
  auto& column(Columns& columns, Same same, Make make) {
    const auto found = std::find_if(columns.begin(), columns.end(), same);
    if (found != columns.end()) return *found;
    auto& fresh = columns.emplace_back(make());
    fresh.cells.resize(people_);
    return fresh;
  }
  FieldColumn& field(flow::FieldId id) {
    return column(
        results_->fields, [&](const auto& c) { return c.field == id; },
        [&] {
          return FieldColumn{id, {}};
        });
  }
  flow::AttributeColumn& attribute(const std::string& name) {
    return column(
        results_->attributes, [&](const auto& c) { return c.name == name; },
        [&] {
          return flow::AttributeColumn{name, {}};
        });
  }

  const std::size_t people_;
  std::shared_ptr<ChunkResults> results_ = std::make_shared<ChunkResults>();
};

}  // namespace

flow::ResultsRef late_results_of(std::string_view text, const flow::Digest& digest) {
  JsonLimits limits;
  limits.max_bytes = 1u << 30;  // as large as what was taken when it came
  const auto json = Json::parse(text, limits);
  const auto& people = json["people"];
  Reader reader(people.size());
  for (std::size_t i = 0; i < people.size(); ++i) reader.person(i, people.at(i));
  auto results = reader.take();
  results->chunk_code = json["code"].as_string();
  results->chunk_message = json["message"].as_string();
  results->digest = digest;
  return results;
}

}  // namespace stepgate::store
