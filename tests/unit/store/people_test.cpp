// Fields, import, lists and export.
#include "base/text.hpp"
#include "engine_fixture.hpp"
#include "store/activity_repository.hpp"
#include "store/field_repository.hpp"

namespace stepgate::store::testing {
namespace {

/// Rows of texts; "-" is not given.
struct Sheet {
  std::vector<flow::FieldId> fields;
  std::vector<std::pair<flow::PersonId, std::vector<std::string>>> rows;

  ImportBatch batch() const {
    ImportBatch b;
    b.source = "people.csv";
    b.fields = fields;
    for (const auto& [id, texts] : rows) {
      ImportBatch::Row row{id, {}};
      for (const std::string& text : texts) {
        flow::Cell cell;
        if (text != "-") {
          cell.kind = flow::Cell::Kind::text;
          cell.size = static_cast<std::uint32_t>(text.size());
          cell.offset = b.arena.size();
          b.arena += text;
        }
        row.cells.push_back(cell);
      }
      b.rows.push_back(std::move(row));
    }
    return b;
  }
};

class PeopleTest : public EngineTest {
 protected:
  std::vector<ImportResult> import(const Sheet& sheet) {
    return db().people().import(sheet.batch());
  }
  std::string outcomes(const Sheet& sheet) {
    std::string all;
    for (const ImportResult& r : import(sheet)) {
      all += "iuxr"[static_cast<int>(r.outcome)];  // x: unchanged
    }
    return all;
  }
};

TEST_F(PeopleTest, StandardFieldsAreThereFromTheFirstStart) {
  const auto fields = db().fields().table();
  EXPECT_EQ(fields->all().size(), flow::standard_fields().size());
  EXPECT_EQ(fields->find("LEADSCORE")->type, flow::DataType::score);
  EXPECT_TRUE(fields->find("updatedAt")->read_only);
}

TEST_F(PeopleTest, ACustomFieldIsAColumnAtOnceAndAfterARestart) {
  add_people({1});
  const flow::Field field = db().fields().add("favouriteColour", "Colour", flow::DataType::string);
  EXPECT_EQ(value(1, "favouriteColour"), "null");
  EXPECT_EQ(outcomes({{field.id}, {{1, {"red"}}}}), "u");
  open();
  EXPECT_EQ(value(1, "favouriteColour"), "\"red\"");
  EXPECT_EQ(db().fields().find(field.id)->label, "Colour");
}

TEST_F(PeopleTest, BadFieldNamesAreRefused) {
  auto& fields = db().fields();
  const auto add = [&](std::string_view name) {
    return code_of([&] { fields.add(name, "", flow::DataType::string); });
  };
  EXPECT_EQ(add("Country"), "FIELD_EXISTS");
  EXPECT_EQ(add("createdat"), "FIELD_EXISTS");
  EXPECT_EQ(add("ID"), "FIELD_NAME_RESERVED");
  EXPECT_EQ(add("errorcode"), "FIELD_NAME_RESERVED");
  EXPECT_EQ(add(""), "FIELD_NAME_INVALID");
  EXPECT_EQ(add("1st"), "FIELD_NAME_INVALID");
  EXPECT_EQ(add("a b"), "FIELD_NAME_INVALID");
  EXPECT_EQ(add("a\"; DROP TABLE person; --"), "FIELD_NAME_INVALID");
  EXPECT_EQ(add(std::string(61, 'a')), "FIELD_NAME_INVALID");
  EXPECT_EQ(code_of([&] { fields.add("ok", std::string("\xff"), flow::DataType::string); }),
            "FIELD_LABEL_INVALID");
  for (const std::string_view label : {"a\nb", "\x1b[2J", "\x7f"})
    EXPECT_EQ(code_of([&] { fields.add("ok", label, flow::DataType::string); }),
              "FIELD_LABEL_INVALID");
  EXPECT_EQ(fields.list().size(), flow::standard_fields().size());
}

TEST_F(PeopleTest, CustomFieldsAreBounded) {
  for (std::size_t i = 0; i < FieldRepository::kMaxCustom; ++i) {
    db().fields().add("f_" + std::to_string(i), "", flow::DataType::integer);
  }
  EXPECT_EQ(code_of([&] { db().fields().add("one_more", "", flow::DataType::integer); }),
            "FIELDS_FULL");
  EXPECT_FALSE(db().people().get(1).has_value());
}

TEST_F(PeopleTest, AnImportMatchesByIdThenByEmailWithoutCase) {
  const Sheet sheet{{kEmail, kCountry},
                    {{0, {"Ann@Example.com", "UK"}},
                     {77, {"bob@example.com", "US"}},
                     {0, {"ann@example.COM", "GB"}},
                     {0, {"-", "FR"}}}};
  const auto results = import(sheet);
  EXPECT_EQ(results[0].outcome, ImportOutcome::inserted);
  EXPECT_EQ(results[1].id, 77);
  EXPECT_EQ(results[2].outcome, ImportOutcome::updated);
  EXPECT_EQ(results[2].id, results[0].id);
  EXPECT_EQ(results[3].id, 78);
  EXPECT_EQ(value(results[0].id, "country"), "\"GB\"");
  EXPECT_EQ(value(77, "email"), "\"bob@example.com\"");
  EXPECT_EQ(db().people().find_by_email("BOB@EXAMPLE.COM"), 77);
  EXPECT_EQ(db().people().find_by_email("nobody@example.com"), std::nullopt);
  EXPECT_EQ(db().people().count(), 3);
}

TEST_F(PeopleTest, ASecondImportChangesNothing) {
  const Sheet sheet{{kEmail, kCountry}, {{0, {"a@x.io", "UK"}}, {0, {"b@x.io", ""}}}};
  EXPECT_EQ(outcomes(sheet), "ii");
  const std::string before = store().dump();
  clock_.advance(5000);
  EXPECT_EQ(outcomes(sheet), "xx");
  EXPECT_EQ(store().dump(), before);
}

TEST_F(PeopleTest, ChangesOfAnImportAreInTheHistory) {
  import({{kEmail, kCountry}, { {5, { "a@x.io", "UK" }}, { 6, { "b@x.io", "-" } } }});
  clock_.advance(5000);
  EXPECT_EQ(outcomes({{kEmail, kCountry}, {{6, {"b@x.io", "DE"}}, {5, {"A@x.io", "GB"}}}}), "uu");
  activity::Filter filter;
  filter.person = 5;
  const auto page = db().activities().list(filter, std::nullopt, 10);
  ASSERT_EQ(page.activities.size(), 2u);
  for (const activity::Activity& a : page.activities) {
    EXPECT_EQ(a.type, activity::ActivityType::data_value_change);
    EXPECT_EQ(a.source, "Import people.csv");
    EXPECT_EQ(a.at, clock_.now());
    if (a.field == kCountry) {
      EXPECT_EQ(a.old_value, "UK");
      EXPECT_EQ(a.new_value, "GB");
      EXPECT_EQ(a.field_name, "country");
    }
  }
}

TEST_F(PeopleTest, IdsOutOfRangeAreRefusedAndTheRestGoesOn) {
  EXPECT_EQ(outcomes({{kCountry}, {{-1, {"a"}}, {(1ll << 40) + 1, {"b"}}, {3, {"c"}}}}), "rri");
}

TEST_F(PeopleTest, UnknownAndReadOnlyFieldsAreRefused) {
  EXPECT_EQ(code_of([&] { import({{4242}, {}}); }), "FIELD_UNKNOWN");
  EXPECT_EQ(code_of([&] { import({{25}, {}}); }), "FIELD_UNKNOWN");
}

TEST_F(PeopleTest, TypesSurviveTheRoundTrip) {
  ImportBatch batch;
  batch.fields = {kRevenue, kEmployees, kUnsubscribed};
  batch.rows.push_back({1, {real_cell(1.5), integer_cell(12), integer_cell(1)}});
  batch.rows.push_back({2, {integer_cell(3), null_cell(), integer_cell(0)}});
  db().people().import(batch);
  EXPECT_EQ(value(1, "annualRevenue"), "1.5");
  EXPECT_EQ(value(1, "numberOfEmployees"), "12");
  EXPECT_EQ(value(1, "unsubscribed"), "true");
  EXPECT_TRUE(db().people().get(2)->values["annualRevenue"].is_number());
  EXPECT_EQ(value(2, "numberOfEmployees"), "null");
  EXPECT_EQ(value(2, "unsubscribed"), "false");
}

TEST_F(PeopleTest, ListsAndCountsByTypedValue) {
  ImportBatch batch;
  batch.fields = {kScore, kUnsubscribed};
  for (int i = 1; i <= 10; ++i) {
    batch.rows.push_back({i, {i % 2 == 0 ? integer_cell(7) : null_cell(), integer_cell(i % 2)}});
  }
  db().people().import(batch);
  EXPECT_EQ(db().people().count({kScore, "7"}), 5);
  EXPECT_EQ(db().people().count({kScore, " 7 "}), 5);
  EXPECT_EQ(db().people().count({kScore, ""}), 5);
  EXPECT_EQ(db().people().count({kUnsubscribed, "true"}), 5);
  EXPECT_EQ(code_of([&] { db().people().count({kScore, "many"}); }), "VALUE_UNREADABLE");
  EXPECT_EQ(code_of([&] { db().people().count({999, "x"}); }), "FIELD_UNKNOWN");
  EXPECT_EQ(db().people().count({25, format_datetime(clock_.now())}), 10);
  PeoplePage page = db().people().list({kScore, "7"}, 0, 2);
  ASSERT_EQ(page.people.size(), 2u);
  EXPECT_EQ(page.people[1].id, 4);
  EXPECT_EQ(page.next_after, 4);
  page = db().people().list({kScore, "7"}, 8, 2);
  EXPECT_EQ(page.people.size(), 1u);
  EXPECT_EQ(page.next_after, 0);
  EXPECT_FALSE(db().people().get(11).has_value());
}

TEST_F(PeopleTest, ExportGivesEveryoneInIdOrder) {
  ImportBatch batch;
  batch.fields = {kScore};
  for (int i = 1; i <= 5000; ++i) batch.rows.push_back({i * 3, {integer_cell(i)}});
  db().people().import(batch);
  struct Sink final : flow::PeopleSink {
    void person(std::size_t index, flow::PersonId id, bool exists,
                std::span<const flow::RawValue> values) override {
      EXPECT_EQ(index, n);
      EXPECT_TRUE(exists);
      EXPECT_EQ(values[0].integer * 3, id);
      ++n;
    }
    std::size_t n = 0;
  } sink;
  const std::vector<flow::FieldId> fields{kScore};
  db().people().export_people({}, fields, sink);
  EXPECT_EQ(sink.n, 5000u);
}

}  // namespace
}  // namespace stepgate::store::testing
