// The same results again are recognised by what they say, not by how they came (T13).
#include <gtest/gtest.h>

#include <set>

#include "flow/hash128.hpp"
#include "result_fixture.hpp"

namespace stepgate::flow::test {
namespace {

using Fill = void (*)(ResultBuilder&);

Digest digest(Fill fill) {
  const Plan plan = sample_plan();
  const auto ids = people(3);
  ResultBuilder b(plan, ids);
  fill(b);
  return b.build()->digest;
}

void plain(ResultBuilder& b) {
  b.set(0, 0, text("DE"));
  b.set(1, 1, text("+5"));
  b.set_attribute(2, 0, boolean(true));
  b.finish(0, true, "", "");
  b.finish(1, false, "CODE", "reason");
  b.finish(2, true, "", "");
}

TEST(Digest, DoesNotDependOnTheOrderOfArrival) {
  EXPECT_EQ(digest(plain), digest([](ResultBuilder& b) {
              b.finish(2, true, "", "");
              b.set_attribute(2, 0, boolean(true));
              b.finish(1, false, "CODE", "reason");
              b.set(1, 1, text("+5"));
              b.finish(0, true, "", "");
              b.set(0, 0, text("FR"));
              b.set(0, 0, text("DE"));
            }));
}

TEST(Digest, DoesNotDependOnFormOrWarnings) {
  EXPECT_EQ(digest(plain), digest([](ResultBuilder& b) {
              plain(b);
              b.set(1, 1, text(" +5.0 "));
              b.set_attribute(2, 0, text("true"));
              b.warn(-1, "SOMETHING", "else");
              b.set(2, 2, text("N/A"));
            }));
}

TEST(Digest, TellsWhatDiffers) {
  std::set<Digest> seen{digest(plain)};
  const Fill others[] = {
      [](ResultBuilder& b) { plain(b), b.set(0, 0, text("FR")); },
      [](ResultBuilder& b) { plain(b), b.set(0, 0, null()); },
      [](ResultBuilder& b) { plain(b), b.set(0, 0, text("")); },
      [](ResultBuilder& b) { plain(b), b.set(1, 0, text("DE")); },
      [](ResultBuilder& b) { plain(b), b.set(1, 1, text("5")); },
      [](ResultBuilder& b) { plain(b), b.set(1, 2, text("5")); },
      [](ResultBuilder& b) { plain(b), b.set_attribute(2, 0, boolean(false)); },
      [](ResultBuilder& b) { plain(b), b.set_attribute(2, 1, boolean(true)); },
      [](ResultBuilder& b) { plain(b), b.finish(1, false, "OTHER", "reason"); },
      [](ResultBuilder& b) { plain(b), b.finish(1, false, "CODE", "other"); },
      [](ResultBuilder& b) { plain(b), b.finish(1, true, "", "reason"); },
      [](ResultBuilder& b) { plain(b), b.finish(2, true, "", "CODEreason"); },
      [](ResultBuilder& b) { plain(b), b.fail_chunk("CODE", ""); },
      [](ResultBuilder& b) { plain(b), b.fail_chunk("CODE", "reason"); },
      [](ResultBuilder&) {},
  };
  for (const Fill fill : others) EXPECT_TRUE(seen.insert(digest(fill)).second);
}

TEST(Digest, OfAChunkErrorIsOfTheErrorAlone) {
  EXPECT_EQ(digest([](ResultBuilder& b) { b.fail_chunk("X", "y"); }), digest([](ResultBuilder& b) {
              plain(b);
              b.fail_chunk("X", "y");
            }));
}

TEST(Digest, IsKeptInTheStoreSoItsValueNeverChanges) {
  Hash128 hash;
  hash.word(1);
  hash.text("Stepgate, twenty bytes");
  const Digest known{0xa9, 0xc3, 0x6a, 0x01, 0x68, 0x44, 0xe1, 0x92,
                     0x07, 0xc3, 0xfc, 0x5c, 0x3b, 0x51, 0x6f, 0xfe};
  EXPECT_EQ(hash.finish(), known);
}

TEST(Digest, SpreadsSmallDifferences) {
  std::set<Digest> seen;
  for (int i = 0; i < 20'000; ++i) {
    Hash128 hash;
    hash.word(static_cast<std::uint64_t>(i));
    hash.word(static_cast<std::uint64_t>(i % 7));
    seen.insert(hash.finish());
  }
  EXPECT_EQ(seen.size(), 20'000u);
}

}  // namespace
}  // namespace stepgate::flow::test
