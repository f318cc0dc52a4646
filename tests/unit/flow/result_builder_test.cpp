// docs/protocol.md section 4: one outcome for each person of a chunk, and the cells that are
// written.
#include "flow/result_builder.hpp"

#include <gtest/gtest.h>

#include "result_fixture.hpp"

namespace stepgate::flow::test {
namespace {

class ResultBuilderTest : public testing::Test {
 protected:
  Plan plan = sample_plan();
  std::vector<PersonId> ids = people(3);
  ResultBuilder builder{plan, ids};
};

TEST_F(ResultBuilderTest, WritesCellsByColumnInTheOrderOfIds) {
  builder.set(2, 0, text("DE"));
  builder.set(0, 0, text("FR"));
  builder.set(0, 1, text("+5"));
  builder.set(1, 3, null());
  for (std::uint32_t i = 0; i < 3; ++i) builder.finish(i, true, "", "");
  const ResultsRef r = builder.build();
  EXPECT_EQ(r->ids, ids);
  ASSERT_EQ(r->fields.size(), 3u) << "a field that nobody sets has no column";
  EXPECT_EQ(field_cell(*r, 14, 0), "'FR'");
  EXPECT_EQ(field_cell(*r, 14, 1), "keep");
  EXPECT_EQ(field_cell(*r, 14, 2), "'DE'");
  EXPECT_EQ(field_cell(*r, 22, 0), "add 5");
  EXPECT_EQ(field_cell(*r, 23, 1), "=0") << "null is false for a boolean";
  EXPECT_EQ(field_cell(*r, 21, 0), "none");
  EXPECT_TRUE(r->chunk_code.empty());
  EXPECT_TRUE(r->warnings.empty());
}

TEST_F(ResultBuilderTest, GivesEachPersonExactlyOneOutcome) {
  builder.finish(0, true, "IGNORED", "fine");
  builder.finish(1, false, "NOT_FOUND", "no such country");
  const ResultsRef r = builder.build();
  EXPECT_EQ(outcome(*r, 0), "ok 'fine'") << "a code belongs to failures";
  EXPECT_EQ(outcome(*r, 1), "failed NOT_FOUND 'no such country'");
  EXPECT_EQ(outcome(*r, 2), "failed NO_RESULT");
}

TEST_F(ResultBuilderTest, AFailureWithoutACodeGetsOne) {
  builder.finish(0, false, "", "");
  builder.finish(1, false, std::string_view("\0", 1), "why");
  const ResultsRef r = builder.build();
  EXPECT_EQ(outcome(*r, 0), "failed SERVICE_REPORTED_FAILURE");
  EXPECT_EQ(outcome(*r, 1), "failed SERVICE_REPORTED_FAILURE 'why'");
}

TEST_F(ResultBuilderTest, TheLastCallCounts) {
  builder.finish(0, false, "FIRST", "a");
  builder.finish(0, true, "", "");
  builder.set(0, 0, text("DE"));
  builder.set(0, 0, text("FR"));
  builder.set(0, 1, integer(5));
  builder.set(0, 1, null());  // a default was set before, the entry says null
  const ResultsRef r = builder.build();
  EXPECT_EQ(outcome(*r, 0), "ok");
  EXPECT_EQ(field_cell(*r, 14, 0), "'FR'");
  EXPECT_EQ(field_cell(*r, 22, 0), "none");
}

/// The same person twice in one callback: the last entry wins, also where it says nothing
/// (docs/protocol.md section 4).
TEST_F(ResultBuilderTest, AnAbsentValueTakesBackWhatWasSaid) {
  builder.set(0, 0, absent());
  builder.set(0, 0, text("DE"));
  builder.set(1, 0, text("FR"));
  builder.set(0, 0, absent());
  builder.set_attribute(0, 0, text("x"));
  builder.set_attribute(0, 0, absent());
  builder.finish(0, true, "", "");
  builder.finish(1, true, "", "");
  const ResultsRef r = builder.build();
  EXPECT_EQ(field_cell(*r, 14, 0), "keep");
  EXPECT_EQ(field_cell(*r, 14, 1), "'FR'");
  EXPECT_EQ(attribute_cell(*r, "matched", 0), "none");
}

TEST_F(ResultBuilderTest, ARefusedValueFailsTheValueNotThePerson) {
  builder.set(0, 2, integer(7));
  builder.set(0, 2, text("N/A"));
  builder.set(0, 0, text("DE"));
  builder.finish(0, true, "", "");
  const ResultsRef r = builder.build();
  EXPECT_EQ(outcome(*r, 0), "ok");
  EXPECT_EQ(field_cell(*r, 14, 0), "'DE'");
  EXPECT_EQ(field_cell(*r, 21, 0), "none");
  EXPECT_EQ(r->refused_values, 1u);
}

TEST_F(ResultBuilderTest, WritesOfTheFailedStandUnlessTheServiceIsSetOtherwise) {
  const auto fill = [](ResultBuilder& b) {
    b.set(0, 0, text("DE"));
    b.finish(0, false, "HALF", "");
    b.set(1, 0, text("FR"));
    b.finish(1, true, "", "");
  };
  fill(builder);
  EXPECT_EQ(field_cell(*builder.build(), 14, 0), "'DE'");
  plan.limits.write_on_failure = false;
  ResultBuilder strict(plan, ids);
  fill(strict);
  const ResultsRef r = strict.build();
  EXPECT_EQ(field_cell(*r, 14, 0), "keep");
  EXPECT_EQ(field_cell(*r, 14, 1), "'FR'");
}

TEST_F(ResultBuilderTest, WhoIsMissingWritesNothing) {
  builder.set(1, 0, text("DE"));
  const ResultsRef r = builder.build();
  EXPECT_EQ(outcome(*r, 1), "failed NO_RESULT");
  EXPECT_TRUE(r->fields.empty());
}

TEST_F(ResultBuilderTest, AChunkErrorFailsEveryoneAndWritesNothing) {
  builder.set(0, 0, text("DE"));
  builder.set(0, 2, text("N/A"));
  builder.finish(0, true, "", "");
  builder.fail_chunk("QUOTA", "come back tomorrow");
  const ResultsRef r = builder.build();
  EXPECT_EQ(r->chunk_code, "QUOTA");
  EXPECT_EQ(r->chunk_message, "come back tomorrow");
  EXPECT_TRUE(r->fields.empty() && r->attributes.empty() && r->warnings.empty());
  EXPECT_EQ(r->refused_values, 0u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(outcome(*r, i), "failed QUOTA 'come back tomorrow'");
  }
}

TEST_F(ResultBuilderTest, AChunkErrorWithoutACodeGetsOne) {
  builder.fail_chunk("", "");
  const ResultsRef r = builder.build();
  EXPECT_EQ(r->chunk_code, "SERVICE_REPORTED_FAILURE");
  EXPECT_EQ(outcome(*r, 2), "failed SERVICE_REPORTED_FAILURE");
}

TEST_F(ResultBuilderTest, AttributesAreCanonicalTextCutAt2000Bytes) {
  builder.set_attribute(0, 0, boolean(true));
  builder.set_attribute(1, 0, integer(12));
  builder.set_attribute(2, 0, null());
  const std::string trace = std::string(1999, 'x') + "ö and on";
  builder.set_attribute(0, 1, text(trace));
  builder.set_attribute(1, 1, json("{\"a\": [1]}"));
  builder.set_attribute(2, 1, text(std::string_view("a\0b\xff", 4)));
  const ResultsRef r = builder.build();
  EXPECT_EQ(attribute_cell(*r, "matched", 0), "'true'");
  EXPECT_EQ(attribute_cell(*r, "matched", 1), "'12'");
  EXPECT_EQ(attribute_cell(*r, "matched", 2), "keep");
  EXPECT_EQ(attribute_cell(*r, "detail", 0), "'" + std::string(1999, 'x') + "'");
  EXPECT_EQ(attribute_cell(*r, "detail", 1), "'{\"a\": [1]}'");
  EXPECT_EQ(attribute_cell(*r, "detail", 2), "'ab\xef\xbf\xbd'");
}

TEST_F(ResultBuilderTest, AnAttributeThatNobodySetsHasNoColumn) {
  builder.set_attribute(0, 0, text(""));
  const ResultsRef r = builder.build();
  ASSERT_EQ(r->attributes.size(), 1u);
  EXPECT_EQ(attribute_cell(*r, "matched", 0), "''") << "an empty text is a value";
}

TEST_F(ResultBuilderTest, CodesAndReasonsAreBounded) {
  builder.finish(0, false, std::string(300, 'C'), std::string(3000, 'r'));
  const ResultsRef r = builder.build();
  EXPECT_EQ(r->text(r->codes[0]).size(), 255u);
  EXPECT_EQ(r->text(r->reasons[0]).size(), 2000u);
}

TEST_F(ResultBuilderTest, EqualCodesInARowShareTheirBytes) {
  const auto ids100 = people(100);
  ResultBuilder b(plan, ids100);
  for (std::uint32_t i = 0; i < 100; ++i) b.finish(i, false, "NOT_FOUND", "");
  EXPECT_EQ(b.build()->arena, "NOT_FOUND");
}

TEST(ResultBuilderPlans, TwoWireKeysOfOneFieldShareItsColumn) {
  Plan plan = sample_plan();
  plan.incoming.push_back({"land", 14, DataType::string});
  plan.incoming.push_back({"off", 0, DataType::string});
  const auto ids = people(1);
  ResultBuilder b(plan, ids);
  b.set(0, 0, text("DE"));
  b.set(0, 4, text("FR"));
  b.set(0, 5, text("nowhere"));
  b.finish(0, true, "", "");
  const ResultsRef r = b.build();
  ASSERT_EQ(r->fields.size(), 1u);
  EXPECT_EQ(field_cell(*r, 14, 0), "'FR'");
  ASSERT_EQ(r->warnings.size(), 1u);
  EXPECT_EQ(r->warnings[0].code, "FIELD_NOT_MAPPED");
}

TEST(ResultBuilderPlans, EmptyChunksAndPlansAreFine) {
  const Plan plan;
  ResultBuilder b(plan, {});
  b.set(0, 0, text("x"));
  b.set_attribute(0, 0, text("x"));
  b.finish(0, true, "", "");
  const ResultsRef r = b.build();
  EXPECT_TRUE(r->ids.empty());
  ASSERT_EQ(r->warnings.size(), 1u);
  EXPECT_EQ(r->warnings[0].code, "INDEX_OUT_OF_RANGE");
}

TEST(EveryoneFailed, SharesOneCodeAndReason) {
  const ResultsRef r = everyone_failed(people(4), "CALLBACK_TIMEOUT", "No callback came.");
  EXPECT_EQ(r->chunk_code, "CALLBACK_TIMEOUT");
  EXPECT_EQ(outcome(*r, 0), "failed CALLBACK_TIMEOUT 'No callback came.'");
  EXPECT_EQ(outcome(*r, 3), outcome(*r, 0));
  EXPECT_EQ(outcome(*everyone_failed(people(1), "X", ""), 0), "failed X");
}

}  // namespace
}  // namespace stepgate::flow::test
