#include "people/import.hpp"

#include "people/export.hpp"
#include "store/field_repository.hpp"
#include "store_fixture.hpp"

namespace stepgate::people {
namespace {

class ImportTest : public store::testing::StoreTest {
 protected:
  ImportProgress import(const std::string& text, ImportOptions options = {}) {
    Import import(db(), std::move(options));
    import.feed(text);
    import.finish();
    return import.progress();
  }
  std::string refused(const std::string& text, ImportOptions options = {}) {
    return store::testing::code_of([&] { import(text, std::move(options)); });
  }
  Json person(flow::PersonId id) { return db().people().get(id)->values; }
  std::string exported() {
    std::string out;
    export_csv(db(), {}, [&](std::string_view piece) { out += piece; });
    return out;
  }
};

TEST_F(ImportTest, MatchesByIdElseByEmailWithoutCase) {
  EXPECT_EQ(import("id,email,firstName\n7,ann@example.com,Ann\n").inserted, 1);
  const auto again = import("email,firstName\nANN@Example.com,Anna\n");
  EXPECT_EQ(again.updated, 1);
  EXPECT_EQ(person(7)["firstName"].as_string(), "Anna");
  EXPECT_EQ(import("id,lastName\n7,Lee\n").updated, 1);
  EXPECT_EQ(person(7)["lastName"].as_string(), "Lee");
  EXPECT_EQ(db().people().count(), 1);
}

TEST_F(ImportTest, NoLineWithAnIdTakesTheEmailOfAnother) {
  import("id,email,firstName\n7,ann@example.com,Ann\n8,bob@example.com,Bob\n");
  const auto progress = import(
      "id,email,firstName\n9,ANN@Example.com,New\n8,ann@example.COM,Bobby\n10,c@example.com,C\n"
      "11,C@example.com,D\n7,Ann@example.com,Anna\n8,,Rob\n");
  ASSERT_EQ(progress.errors.size(), 3u);
  const std::int64_t lines[] = {2, 3, 5};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(progress.errors[i].code, "EMAIL_TAKEN");
    EXPECT_EQ(progress.errors[i].line, lines[i]);
    EXPECT_EQ(progress.errors[i].field, "email");
  }
  EXPECT_NE(progress.errors[0].message.find("person 7"), std::string::npos);
  EXPECT_EQ(progress.inserted, 1);
  EXPECT_EQ(progress.updated, 2) << "its own e-mail in another case, and a line without one";
  EXPECT_EQ(person(8)["email"].as_string(), "bob@example.com");
  EXPECT_EQ(person(8)["firstName"].as_string(), "Rob");
  EXPECT_EQ(db().people().count(), 3);
}

TEST_F(ImportTest, ASecondImportChangesNothing) {
  const std::string text =
      "\xEF\xBB\xBFid;email;leadScore;unsubscribed;dateOfBirth;annualRevenue\r\n"
      "1;a@example.com;5;true;1980-02-29;1.5\r\n2;b@example.com;+7;0;;-3\r\n";
  const auto first = import(text);
  EXPECT_EQ(first.inserted, 2);
  EXPECT_EQ(first.refused, 0);
  const auto second = import(text);
  EXPECT_EQ(second.unchanged, 2);
  EXPECT_EQ(second.inserted + second.updated + second.refused, 0);
  EXPECT_EQ(person(2)["leadScore"].as_int(), 7);
}

TEST_F(ImportTest, BadLinesAreNamedAndTheRestGoesIn) {
  const auto progress = import(
      "id,email,dateOfBirth,numberOfEmployees\n"
      "1,a@example.com,1980-02-30,5\n"
      "2,b@example.com,1980-02-28,many\n"
      "x,c@example.com,,\n"
      "4,d@example.com,1999-12-31,12\n"
      "5,e@example.com\n"
      "6,\"two\nlines\",,\n"
      "7,f@example.com,31.12.1999,\n");
  EXPECT_EQ(progress.inserted, 2);
  EXPECT_EQ(progress.refused, 5);
  ASSERT_EQ(progress.errors.size(), 5u);
  EXPECT_EQ(progress.errors[0].line, 2);
  EXPECT_EQ(progress.errors[0].code, "VALUE_NOT_DATE");
  EXPECT_EQ(progress.errors[0].field, "dateOfBirth");
  EXPECT_EQ(progress.errors[1].line, 3);
  EXPECT_EQ(progress.errors[2].code, "ID_INVALID");
  EXPECT_EQ(progress.errors[3].code, "CSV_CELL_COUNT");
  EXPECT_EQ(progress.errors[4].line, 9) << "a quoted line break counts as a line";
}

TEST_F(ImportTest, AnEmptyCellSaysNothing) {
  import("id,firstName\n1,Ann\n");
  EXPECT_EQ(import("id,firstName\n1,\n").unchanged, 1);
  EXPECT_EQ(person(1)["firstName"].as_string(), "Ann");
}

TEST_F(ImportTest, ALineThatNamesNobodyIsRefusedSoThatNoSecondImportMakesAnother) {
  const auto progress =
      import("id,email,firstName\n,,Ann\n,null,Ann\n,a@example.com,Ann\n5,,Ann\n");
  EXPECT_EQ(progress.inserted, 2);
  ASSERT_EQ(progress.errors.size(), 2u);
  EXPECT_EQ(progress.errors[0].line, 2);
  EXPECT_EQ(progress.errors[1].code, "CSV_NO_KEY");
}

TEST_F(ImportTest, HeadersThatCantBeUsedAreRefusedBeforeAnythingIsWritten) {
  EXPECT_EQ(refused(""), "CSV_EMPTY");
  EXPECT_EQ(refused("1,2,3\n4,5,6\n"), "CSV_NO_HEADER");
  EXPECT_EQ(refused("firstName,lastName\nA,B\n"), "CSV_NO_KEY");
  EXPECT_EQ(refused("id,shoeSize\n1,42\n"), "CSV_UNKNOWN_COLUMN");
  EXPECT_EQ(refused("id,email,EMAIL\n1,a@example.com,b@example.com\n"), "CSV_DUPLICATE_COLUMN");
  EXPECT_EQ(db().people().count(), 0);
}

TEST_F(ImportTest, UnknownColumnsAreLeftOutOrBecomeFieldsWhenAsked) {
  ImportOptions ignore;
  ignore.ignore_unknown = true;
  EXPECT_EQ(import("id,shoeSize\n1,42\n", ignore).inserted, 1);
  ImportOptions create;
  create.create_fields = true;
  EXPECT_EQ(import("id,shoeSize\n1,42\n", create).updated, 1);
  EXPECT_EQ(person(1)["shoeSize"].as_string(), "42");
}

TEST_F(ImportTest, AnExportComesBackUnchanged) {
  import(
      "id,email,firstName,company,unsubscribed,annualRevenue\n"
      "3,c@example.com,\"Zoë, \"\"Z\"\"\",\"two\nlines\",true,1e6\n9,d@example.com,محمد,,false,\n");
  const auto text = exported();
  EXPECT_EQ(import(text).unchanged, 2);
  EXPECT_EQ(exported(), text);
}

TEST_F(ImportTest, AnAddressThatIsTooLongIsRefusedAndNotCut) {
  const auto progress = import("id,email,firstName\n1," + std::string(300, 'a') +
                               "@example.com,A\n2,,\"" + std::string(300, 'b') + "\"\n");
  EXPECT_EQ(progress.refused, 2);
  EXPECT_EQ(progress.errors[0].code, "VALUE_TOO_LONG");
  EXPECT_EQ(progress.errors[1].code, "VALUE_TOO_LONG");
}

TEST_F(ImportTest, AFilterNamesItsField) {
  EXPECT_EQ(parse_where(db(), "country=Germany").value, "Germany");
  EXPECT_EQ(parse_where(db(), "").field, 0);
  EXPECT_EQ(store::testing::code_of([&] { parse_where(db(), "contry=Germany"); }), "FIELD_UNKNOWN");
  EXPECT_EQ(store::testing::code_of([&] { parse_where(db(), "country"); }), "WHERE_INVALID");
}

}  // namespace
}  // namespace stepgate::people
