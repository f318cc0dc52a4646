#include "store/people_repository.hpp"

#include <algorithm>

#include "store/core.hpp"
#include "store/person_condition.hpp"
#include "store/sql/statement.hpp"
#include "store/sqlite/people_reader.hpp"

namespace stepgate::store {
namespace {

using flow::PersonId;
using flow::RawValue;

constexpr std::size_t kExportPage = 2000;

std::vector<flow::FieldId> all_ids(const FieldTable& table) {
  std::vector<flow::FieldId> ids;
  for (const flow::Field& field : table.all()) ids.push_back(field.id);
  return ids;
}

Json json_of(const RawValue& value) {
  switch (value.kind) {
    case RawValue::Kind::boolean:
      return value.integer != 0;
    case RawValue::Kind::integer:
      return value.integer;
    case RawValue::Kind::real:
      return value.real;
    case RawValue::Kind::string:
      return value.text;
    default:
      return nullptr;
  }
}

/// Rows of person that meet a condition, in id order.
class Scan {
 public:
  Scan(Core& core, const PeopleFilter& filter, std::span<const flow::FieldId> fields)
      : core_(core),
        table_(core.fields()),
        values_(*table_, fields),
        condition_(person_condition(*table_, filter.field, filter.value, 3)) {}

  /// Gives each row to `on_row(id, values)`; the last id when there may be more, else 0.
  template <class OnRow>
  PersonId page(PersonId after, std::size_t limit, OnRow&& on_row) {
    auto reader = core_.readers->take();
    sql::Statement& rows = reader->statements().dynamic("SELECT " + values_.columns() +
                                                        " FROM person WHERE id > ?1 AND " +
                                                        condition_.sql + " ORDER BY id LIMIT ?2");
    sql::Reset reset(rows);
    rows.bind(1, after).bind(2, static_cast<std::int64_t>(limit));
    if (!condition_.value.is_null()) rows.bind_value(3, condition_.value);
    std::size_t n = 0;
    for (; rows.step(); ++n) on_row(after = rows.integer(0), values_.read(rows));
    return n < limit ? 0 : after;
  }
  const FieldTable& table() const noexcept { return *table_; }

 private:
  Core& core_;
  FieldTableRef table_;
  ValueReader values_;
  PersonCondition condition_;
};

Person person_of(const FieldTable& table, PersonId id, std::span<const RawValue> values) {
  Person person{id, Json::object()};
  Json::Object& members = person.values.mutable_members();
  members.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    members.emplace_back(table.all()[i].name, json_of(values[i]));
  }
  return person;
}

}  // namespace

PeopleRepository::PeopleRepository(Core& core) : core_(core) {}

std::optional<Person> PeopleRepository::get(PersonId id) {
  std::optional<Person> found;
  Scan scan(core_, {}, all_ids(*core_.fields()));
  scan.page(id - 1, 1, [&](PersonId at, std::span<const RawValue> values) {
    if (at == id) found = person_of(scan.table(), at, values);
  });
  return found;
}

std::optional<PersonId> PeopleRepository::find_by_email(std::string_view email) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get(
      "SELECT id FROM person WHERE lower(f1) = lower(?1) AND f1 IS NOT NULL ORDER BY id LIMIT 1");
  sql::Reset reset(select);
  if (!select.bind_text(1, email).step()) return std::nullopt;
  return select.integer(0);
}

PeoplePage PeopleRepository::list(const PeopleFilter& filter, PersonId after, std::size_t limit) {
  PeoplePage page;
  Scan scan(core_, filter, all_ids(*core_.fields()));
  page.next_after = scan.page(after, std::clamp<std::size_t>(limit, 1, kMaxPage),
                              [&](PersonId id, std::span<const RawValue> values) {
                                page.people.push_back(person_of(scan.table(), id, values));
                              });
  return page;
}

std::int64_t PeopleRepository::count(const PeopleFilter& filter) {
  auto reader = core_.readers->take();
  if (filter.field == 0) {
    return reader->query("SELECT coalesce(sum(n), 0) FROM person_bucket")[0][0].integer();
  }
  const PersonCondition condition =
      person_condition(*core_.fields(), filter.field, filter.value, 1);
  sql::Statement& select =
      reader->statements().dynamic("SELECT count(*) FROM person WHERE " + condition.sql);
  sql::Reset reset(select);
  if (!condition.value.is_null()) select.bind_value(1, condition.value);
  select.step();
  return select.integer(0);
}

void PeopleRepository::export_people(const PeopleFilter& filter,
                                     std::span<const flow::FieldId> fields,
                                     flow::PeopleSink& sink) {
  Scan scan(core_, filter, fields);
  std::size_t index = 0;
  PersonId after = 0;
  do {
    after = scan.page(after, kExportPage, [&](PersonId id, std::span<const RawValue> values) {
      sink.person(index++, id, true, values);
    });
  } while (after != 0);
}

}  // namespace stepgate::store
