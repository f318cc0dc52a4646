#include "base/error.hpp"

#include <gtest/gtest.h>

namespace stepgate {
namespace {

std::string what_of(std::string subject, std::string fact, std::string remedy, std::string cause) {
  return Error(ErrorKind::invalid, "X", std::move(subject), std::move(fact), std::move(remedy),
               std::move(cause))
      .what();
}

TEST(ErrorTest, NamesSubjectFactCauseAndRemedy) {
  EXPECT_EQ(what_of("service 3", "does not answer", "Check its address", "connection refused"),
            "service 3: does not answer (connection refused). Check its address.");
}

TEST(ErrorTest, LeavesOutWhatIsEmpty) {
  EXPECT_EQ(what_of("a", "b", "", ""), "a: b.");
  EXPECT_EQ(what_of("a", "b", "c", ""), "a: b. c.");
  EXPECT_EQ(what_of("a", "b", "", "d"), "a: b (d).");
  EXPECT_EQ(what_of("", "b", "", ""), "b.");
  EXPECT_EQ(what_of("a", "", "", ""), "a.");
  EXPECT_EQ(what_of("", "", "c", "d"), "(d). c.");
  EXPECT_EQ(what_of("", "", "", ""), "");
}

TEST(ErrorTest, DoesNotDoublePunctuation) {
  EXPECT_EQ(what_of("a", "b.", "c.", "d.\n"), "a: b (d). c.");
  EXPECT_EQ(what_of("a", " b ...", "Is it running?", ""), "a: b. Is it running?");
}

TEST(ErrorTest, KeepsItsPartsAsGiven) {
  const Error e(ErrorKind::conflict, "RUN_BUSY", "run 7", "is running.", "Wait", "lock");
  EXPECT_EQ(e.kind(), ErrorKind::conflict);
  EXPECT_EQ(e.code(), "RUN_BUSY");
  EXPECT_EQ(e.subject(), "run 7");
  EXPECT_EQ(e.fact(), "is running.");
  EXPECT_EQ(e.remedy(), "Wait");
  EXPECT_EQ(e.cause(), "lock");
}

TEST(ErrorTest, EveryKindHasItsStatus) {
  EXPECT_EQ(http_status(ErrorKind::invalid), 422);
  EXPECT_EQ(http_status(ErrorKind::malformed), 400);
  EXPECT_EQ(http_status(ErrorKind::unauthorized), 401);
  EXPECT_EQ(http_status(ErrorKind::forbidden), 403);
  EXPECT_EQ(http_status(ErrorKind::not_found), 404);
  EXPECT_EQ(http_status(ErrorKind::conflict), 409);
  EXPECT_EQ(http_status(ErrorKind::too_large), 413);
  EXPECT_EQ(http_status(ErrorKind::upstream), 502);
  EXPECT_EQ(http_status(ErrorKind::unavailable), 503);
  EXPECT_EQ(http_status(ErrorKind::internal), 500);
}

}  // namespace
}  // namespace stepgate
