#include "check/people_table.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "check/field_name.hpp"
#include "people/csv_rows.hpp"
#include "people/import.hpp"
#include "store/people_repository.hpp"

namespace stepgate::check {
namespace {

// One person a line; ~ stands for a long text.
constexpr std::string_view kBuiltIn =
    R"(email|firstName|lastName|middleName|salutation|company|title|department|phone|mobilePhone|address|city|state|country|postalCode|industry|leadSource|leadStatus|website|annualRevenue|numberOfEmployees|leadScore|unsubscribed|dateOfBirth
ada@example.com|Ada|Lovelace|King|Ms.|Analytical Engines Ltd.|Chief Engineer|Research|+44 20 7946 0123|+44 7700 900123|12 St James's Square|London|England|United Kingdom|SW1Y 4JH|Computers|Web|New|https://example.com/ada|1250000.5|42|10|false|1985-12-10
zoe@example.org|Zoë|Ågren-Müller|||Smörgås & Söner AB|Verkställande direktör||+46 40 123 45 67||Storgatan 1|Malmö|Skåne|Sweden|211 34|Food|Event||https://example.org/zoe|0|7|0|true|1990-02-28
taro@example.net|太郎|山田||様|株式会社例||営業||||東京||Japan|100-0001|||||||-5||
long@example.com|O'Brien "Bob"|Back\slash|||~, Semi; Tab Ltd.|~|||||~||France|75001|||||99.99|2147483647|100|false|1970-01-01
sparse@example.com|||||||||||||||||||||||)";

/// Within what a string field holds in bytes.
std::string long_text() {
  std::string text = "Long";
  while (text.size() < 220) text += " of many words";
  return text;
}

}  // namespace

PeopleTable PeopleTable::built_in() {
  std::vector<std::vector<std::string>> rows;
  for (const auto& line : split(kBuiltIn, '\n')) {
    rows.push_back(split(line, '|'));
    for (auto& cell : rows.back()) cell = replace_all(cell, "~", long_text());
  }
  PeopleTable table;
  table.built_in_ = true;
  table.take_rows(std::move(rows));
  return table;
}

void PeopleTable::take_rows(std::vector<std::vector<std::string>> rows) {
  columns_ = rows.front();
  for (auto& name : columns_) name = std::string(trim(name));
  std::optional<std::size_t> id;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (iequals(columns_[i], "id")) id = i;
  std::set<std::int64_t> taken;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    auto& row = rows[i];
    row.resize(columns_.size());
    auto number = static_cast<std::int64_t>(i);
    if (id) {
      const auto given = parse_int(trim(row[*id]));
      if (!given || *given <= 0 || *given > store::PeopleRepository::kMaxGivenId)
        throw Error(ErrorKind::invalid, "PEOPLE_ID", "row " + std::to_string(i),
                    "'" + row[*id] + "' is no usable id",
                    "Ids are whole numbers from 1 to 1099511627776 (2^40); without a column id "
                    "they are 1, 2, ...");
      number = *given;
      row.erase(row.begin() + static_cast<std::ptrdiff_t>(*id));
    }
    if (!taken.insert(number).second)
      throw Error(ErrorKind::invalid, "PEOPLE_ID", "row " + std::to_string(i),
                  "the id " + std::to_string(number) + " stands there twice",
                  "Give each person an id of their own.");
    ids_.push_back(number);
    cells_.push_back(std::move(row));
  }
  if (id) columns_.erase(columns_.begin() + static_cast<std::ptrdiff_t>(*id));
}

std::optional<std::size_t> PeopleTable::column(std::string_view name) const {
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (iequals(columns_[i], name)) return i;
  return std::nullopt;
}

std::size_t PeopleTable::add_column(const std::string& name) {
  columns_.push_back(name);
  for (auto& row : cells_) row.emplace_back();
  return columns_.size() - 1;
}

PeopleTable PeopleTable::grown_to(std::size_t people) const {
  PeopleTable grown;
  grown.columns_ = columns_;
  auto next = *std::max_element(ids_.begin(), ids_.end());
  const auto email = column("email");
  for (std::size_t i = 0; i < people; ++i) {
    grown.ids_.push_back(++next);
    grown.cells_.push_back(cells_[i % cells_.size()]);
    if (!email) continue;  // no two people share an address
    auto& address = grown.cells_.back()[*email];
    const auto at = address.rfind('@');
    if (at != std::string::npos) address.insert(at, "+" + std::to_string(next));
  }
  return grown;
}

/// Of columns that come to one name of a field, the one that is called so, else the first.
std::vector<std::size_t> PeopleTable::field_columns() const {
  std::map<std::string, std::size_t> by_name;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto name = field_name(columns_[i]);
    const auto [it, fresh] = by_name.try_emplace(to_lower(name), i);
    if (!fresh && columns_[i] == name) it->second = i;
  }
  std::vector<std::size_t> columns;
  for (const auto& [name, column] : by_name) columns.push_back(column);
  std::sort(columns.begin(), columns.end());
  return columns;
}

std::vector<std::string> PeopleTable::store(store::Database& database) const {
  const auto used = field_columns();
  std::string csv = "id";
  for (const auto column : used) {
    csv += ',';
    people::append_csv(csv, field_name(columns_[column]), ',');
  }
  csv += '\n';
  for (std::size_t i = 0; i < size(); ++i) {
    csv += std::to_string(ids_[i]);
    for (const auto column : used) {
      csv += ',';
      people::append_csv(csv, cells_[i][column], ',');
    }
    csv += '\n';
  }
  people::ImportOptions options;
  options.name = "people of the check";
  options.separator = ',';
  options.create_fields = true;
  people::Import import(database, options);
  import.feed(csv);
  import.finish();
  std::vector<std::string> refused;
  for (const auto& error : import.progress().errors) {
    const auto row = static_cast<std::size_t>(std::max<std::int64_t>(error.line - 2, 0));
    refused.push_back("row " + std::to_string(row + 1) + ", " + error.field + ": " + error.message);
  }
  return refused;
}

}  // namespace stepgate::check
