// PeopleTable::read: people of a file.
#include <fstream>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "check/people_table.hpp"
#include "people/csv_rows.hpp"

namespace stepgate::check {
namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr std::size_t kMostBytes = 64u << 20;

Error unreadable(const std::string& file, const std::string& fact) {
  return {ErrorKind::invalid, "PEOPLE_UNREADABLE", file, fact,
          "Name a CSV file with a header line, or a JSON file with a list of objects."};
}

std::string text_of(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw unreadable(file, "can't be read");
  std::string text;
  char buffer[65536];
  while (stream.read(buffer, sizeof buffer) || stream.gcount() > 0) {
    text.append(buffer, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kMostBytes) throw unreadable(file, "is over 64 MB long");
  }
  return text;
}

Rows csv_rows(const std::string& text) {
  Rows rows;
  people::CsvRows reader(0, [&](people::CsvRow&& row) {
    const bool blank = row.cells.size() == 1 && trim(row.cells.front()).empty();
    if (!blank) rows.push_back(std::move(row.cells));
  });
  reader.feed(text);
  reader.finish();
  return rows;
}

Rows json_rows(const std::string& text, const std::string& file) {
  const auto json = Json::parse(text, {}, file);
  const auto& people = json.is_array() ? json : json["people"];
  if (!people.is_array()) throw unreadable(file, "holds no list of people");
  Rows rows(1);
  for (const auto& person : people.items()) {
    if (!person.is_object()) throw unreadable(file, "holds somebody who is no object");
    std::vector<std::string> cells(rows.front().size());
    for (const auto& [name, value] : person.members()) {
      std::size_t at = 0;
      while (at < rows.front().size() && !iequals(rows.front()[at], name)) ++at;
      if (at == rows.front().size()) rows.front().push_back(name);
      if (cells.size() <= at) cells.resize(at + 1);
      if (!value.is_null()) cells[at] = value.is_string() ? value.as_string() : value.dump();
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace

PeopleTable PeopleTable::read(const std::string& file) {
  const auto text = text_of(file);
  auto rows = to_lower(file).ends_with(".json") ? json_rows(text, file) : csv_rows(text);
  if (rows.size() < 2)
    throw Error(ErrorKind::invalid, "PEOPLE_EMPTY", file, "holds no people",
                "Give at least one, below a line with the names of the columns.");
  if (rows.size() - 1 > kMostPeople)
    throw Error(ErrorKind::invalid, "PEOPLE_TOO_MANY", file,
                "holds " + std::to_string(rows.size() - 1) + " people",
                "One chunk takes at most 1000.");
  PeopleTable table;
  table.take_rows(std::move(rows));
  return table;
}

}  // namespace stepgate::check
