#include <gtest/gtest.h>

#include "flow/warnings.hpp"
#include "result_fixture.hpp"

namespace stepgate::flow::test {
namespace {

TEST(Warnings, EqualRefusalsAreOneWithACountAndAnExample) {
  const Plan plan = sample_plan();
  const auto ids = people(1000);
  ResultBuilder b(plan, ids);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    b.set(i, 2, i == 0 ? text("N/A") : text("unknown"));
    if (i % 2 == 0) b.set(i, 2, integer(1ll << 40));
    b.finish(i, true, "", "");
  }
  const ResultsRef r = b.build();
  EXPECT_EQ(r->refused_values, 1500u);
  ASSERT_EQ(r->warnings.size(), 2u);
  EXPECT_EQ(r->warnings[0].code, "VALUE_NOT_INTEGER");
  EXPECT_EQ(r->warnings[0].person, 101);
  EXPECT_EQ(r->warnings[0].message,
            "employees: is no whole number, \"N/A\" (1000 times, this is the first)");
  EXPECT_EQ(r->warnings[1].code, "VALUE_OUT_OF_RANGE");
  EXPECT_EQ(r->warnings[1].message,
            "employees: is a number out of range, 1099511627776 (500 times, this is the first)");
}

TEST(Warnings, SayWhatWasChangedOnTheWay) {
  const Plan plan = sample_plan();
  const auto ids = people(1);
  ResultBuilder b(plan, ids);
  b.set(0, 0, text(std::string(300, 'x')));
  b.set_attribute(0, 1, text(std::string(3000, 'y')));
  b.finish(0, true, "", "");
  const ResultsRef r = b.build();
  ASSERT_EQ(r->warnings.size(), 2u);
  EXPECT_EQ(r->warnings[0].code, "TEXT_CUT");
  EXPECT_EQ(r->warnings[0].message,
            "country: was too long and has been cut, \"" + std::string(80, 'x') + "...\"");
  EXPECT_EQ(r->warnings[1].message.substr(0, 6), "detail");
  EXPECT_EQ(r->refused_values, 0u) << "written all the same";
}

TEST(Warnings, AnAttributeThatCouldNotBeReadIsNotStored) {
  const Plan plan = sample_plan();
  const auto ids = people(1);
  ResultBuilder b(plan, ids);
  b.set_attribute(0, 1, {RawValue::Kind::bad, 0, 0, "\\ud800x"});
  b.finish(0, true, "", "");
  const ResultsRef r = b.build();
  ASSERT_EQ(r->warnings.size(), 1u);
  EXPECT_EQ(r->warnings[0].code, "VALUE_UNREADABLE");
  EXPECT_EQ(r->warnings[0].message, "detail: could not be read, \\ud800x");
  EXPECT_EQ(r->refused_values, 1u);
}

TEST(Warnings, AreBoundedAndSayHowManyAreLeftOut) {
  const Plan plan = sample_plan();
  const auto ids = people(3);
  ResultBuilder b(plan, ids);
  b.set(0, 2, text("N/A"));
  for (int i = 0; i < 1000; ++i) b.warn(1, "UNKNOWN_KEY", "key " + std::to_string(i));
  for (std::uint32_t i = 0; i < 3; ++i) b.finish(i, true, "", "");
  const ResultsRef r = b.build();
  ASSERT_EQ(r->warnings.size(), kMaxWarnings);
  EXPECT_EQ(r->warnings[0].code, "VALUE_NOT_INTEGER");
  EXPECT_EQ(r->warnings[1].message, "key 0");
  EXPECT_EQ(r->warnings[1].person, 102);
  EXPECT_EQ(r->warnings.back().code, "WARNINGS_LEFT_OUT");
  EXPECT_EQ(r->warnings.back().message, "902 more warnings are left out");
}

TEST(Warnings, ExactlyAHundredAreAllKept) {
  WarningCollector all;
  for (std::size_t i = 0; i < kMaxWarnings; ++i) all.add(0, "X", "");
  const auto kept = all.take();
  ASSERT_EQ(kept.size(), kMaxWarnings);
  EXPECT_EQ(kept.back().code, "X");
  EXPECT_TRUE(all.take().empty());
}

TEST(Warnings, OfTheAdapterAreCleanedAndTakenForTheWholeChunkWithoutARecord) {
  const Plan plan = sample_plan();
  const auto ids = people(2);
  ResultBuilder b(plan, ids);
  b.warn(-1, "", std::string_view("bad \xff\0", 6));
  b.warn(2, "RECORD_UNKNOWN", std::string(5000, 'm'));
  for (std::uint32_t i = 0; i < 2; ++i) b.finish(i, true, "", "");
  const ResultsRef r = b.build();
  ASSERT_EQ(r->warnings.size(), 2u);
  EXPECT_EQ(r->warnings[0].person, 0);
  EXPECT_EQ(r->warnings[0].code, "WARNING");
  EXPECT_EQ(r->warnings[0].message, "bad \xef\xbf\xbd");
  EXPECT_EQ(r->warnings[1].person, 0);
  EXPECT_EQ(r->warnings[1].message.size(), 500u);
}

TEST(Warnings, IndexesOutOfRangeAreCountedAndNothingElse) {
  const Plan plan = sample_plan();
  const auto ids = people(2);
  ResultBuilder b(plan, ids);
  for (int i = 0; i < 50; ++i) {
    b.set(2, 0, text("x"));
    b.set(0, 4, text("x"));
    b.set_attribute(0, 2, text("x"));
    b.finish(UINT32_MAX, true, "", "");
  }
  const ResultsRef r = b.build();
  ASSERT_EQ(r->warnings.size(), 4u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(r->warnings[i].code, "INDEX_OUT_OF_RANGE");
  EXPECT_EQ(r->warnings[3].code, "PEOPLE_MISSING");
  EXPECT_EQ(r->warnings[3].message,
            "2 of the 2 people of the chunk did not come back; they have failed");
  EXPECT_TRUE(r->fields.empty() && r->attributes.empty());
  EXPECT_EQ(r->failed, (std::vector<std::uint8_t>{1, 1}));
}

TEST(Warnings, OfValuesGoWithAChunkErrorThatMakesThemIrrelevant) {
  const Plan plan = sample_plan();
  const auto ids = people(1);
  ResultBuilder b(plan, ids);
  b.set(0, 2, text("N/A"));
  b.warn(-1, "KEY_WRONG", "the service's own key is not ours");
  b.fail_chunk("X", "");
  const ResultsRef r = b.build();
  ASSERT_EQ(r->warnings.size(), 1u);
  EXPECT_EQ(r->warnings[0].code, "KEY_WRONG");
}

}  // namespace
}  // namespace stepgate::flow::test
