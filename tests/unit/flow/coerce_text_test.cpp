// docs/protocol.md section 4, "Values written back": dates, texts, and canonical text.
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "coerce_fixture.hpp"

namespace stepgate::flow::test {
namespace {

using namespace std::string_literals;

struct Line {
  RawValue value;
  const char* expected;
};

// clang-format off
const Line kDate[] = {
    {text("2026-02-28"), "'2026-02-28'"},  {text(" 2026-02-28 "), "'2026-02-28'"},
    {text("2024-02-29"), "'2024-02-29'"},  {text("2026-02-29"), "!VALUE_NOT_DATE"},
    {text("2026-13-01"), "!VALUE_NOT_DATE"}, {text("28.02.2026"), "!VALUE_NOT_DATE"},
    {text("2026-2-8"), "!VALUE_NOT_DATE"}, {text("2026-02-28T00:00:00Z"), "!VALUE_NOT_DATE"},
    {text("null"), "!VALUE_NOT_DATE"},     {text(""), "!VALUE_EMPTY"},
    {integer(20260228), "!VALUE_NOT_DATE"}, {boolean(true), "!VALUE_NOT_DATE"},
    {null(), "keep"}, {absent(), "keep"},  {bad("x"), "!VALUE_UNREADABLE"}, {json("[]"), "!VALUE_NOT_SCALAR"},
};
const Line kDatetime[] = {
    {text("2026-02-28T03:04:05Z"), "'2026-02-28T03:04:05Z'"},
    {text("2026-02-28T03:04:05.999Z"), "'2026-02-28T03:04:05Z'"},
    {text("2026-02-28T03:04:05"), "'2026-02-28T03:04:05Z'"},
    {text("2026-02-28 03:04:05"), "'2026-02-28T03:04:05Z'"},
    {text("2026-02-28T03:04:05+01:00"), "'2026-02-28T02:04:05Z'"},
    {text("2026-03-01T00:30:00+0100"), "'2026-02-28T23:30:00Z'"},
    {text("2026-02-28T24:00:00Z"), "'2026-03-01T00:00:00Z'"},
    {text("2026-02-28t03:04:05z"), "'2026-02-28T03:04:05Z'"},
    {text("2026-02-28"), "!VALUE_NOT_DATETIME"}, {text("yesterday"), "!VALUE_NOT_DATETIME"},
    {text("2026-02-28T25:00:00Z"), "!VALUE_NOT_DATETIME"},
    {text(""), "!VALUE_EMPTY"}, {integer(1770000000), "!VALUE_NOT_DATETIME"}, {null(), "keep"},
};
const Line kString[] = {
    {text("Köln"), "'Köln'"},   {text(" as it is "), "' as it is '"}, {text("N/A"), "'N/A'"},
    {text(""), "null"},         {text("null"), "null"},   {text("NULL"), "'NULL'"}, {text(" "), "' '"},
    {null(), "keep"},           {absent(), "keep"},
    {integer(42), "'42'"},      {real(1.5), "'1.5'"},     {boolean(true), "'true'"},
    {json("{\"a\":1}"), "!VALUE_NOT_SCALAR"}, {bad("\\ud800"), "!VALUE_UNREADABLE"},
    {text("\xff\xfe"), "!VALUE_UNREADABLE"},  {text("long enough, then bad \xc3"), "!VALUE_UNREADABLE"},
};
// clang-format on

template <std::size_t N>
void check(DataType type, const Line (&lines)[N]) {
  for (std::size_t i = 0; i < N; ++i) {
    EXPECT_EQ(coerced(type, lines[i].value), lines[i].expected)
        << to_string(type) << " line " << i + 1 << " '" << lines[i].value.text << "'";
  }
}

TEST(Coerce, Date) { check(DataType::date, kDate); }
TEST(Coerce, Datetime) { check(DataType::datetime, kDatetime); }
TEST(Coerce, TextLike) {
  for (const auto type : {DataType::string, DataType::email, DataType::url, DataType::text}) {
    check(type, kString);
  }
}

TEST(Coerce, CutsStringsAt255BytesAndTextsAt2000) {
  const std::string fits(255, 'a'), longer(256, 'a');
  EXPECT_EQ(coerced(DataType::string, text(fits)), "'" + fits + "'");
  EXPECT_EQ(coerced(DataType::string, text(longer)), "'" + fits + "' TEXT_CUT");
  const std::string page(2000, 'b');
  EXPECT_EQ(coerced(DataType::text, text(page)), "'" + page + "'");
  EXPECT_EQ(coerced(DataType::text, text(page + "b")), "'" + page + "' TEXT_CUT");
}

TEST(Coerce, NeverCutsInsideACharacter) {
  const std::string stem(254, 'a');
  EXPECT_EQ(coerced(DataType::string, text(stem + "ö")), "'" + stem + "' TEXT_CUT");
  EXPECT_EQ(coerced(DataType::string, text(stem + "€€")), "'" + stem + "' TEXT_CUT");
}

TEST(Coerce, ACutAddressIsAWrongAddress) {
  const std::string longer(256, 'a');
  EXPECT_EQ(coerced(DataType::email, text(longer)), "!VALUE_TOO_LONG");
  EXPECT_EQ(coerced(DataType::url, text(longer)), "!VALUE_TOO_LONG");
  const std::string fits(255, 'a');
  EXPECT_EQ(coerced(DataType::url, text(fits)), "'" + fits + "'");
}

TEST(Coerce, RemovesNulFromText) {
  EXPECT_EQ(coerced(DataType::string, text("a\0b"s)), "'ab' NUL_REMOVED");
  EXPECT_EQ(coerced(DataType::string, text("12345678\0"s)), "'12345678' NUL_REMOVED");
  EXPECT_EQ(coerced(DataType::string, text("\0"s)), "null");
  EXPECT_EQ(coerced(DataType::string, text("\0n\0ull"s)), "null");
  EXPECT_EQ(coerced(DataType::email, text(std::string(255, 'a') + '\0')),
            "'" + std::string(255, 'a') + "' NUL_REMOVED");
  EXPECT_EQ(coerced(DataType::integer, text("4\0"s)), "!VALUE_NOT_INTEGER");
}

TEST(Coerce, ABorrowedTextIsNotCopied) {
  std::string scratch;
  const std::string value = "a text that is fine";
  EXPECT_EQ(coerce(DataType::string, text(value), scratch).text.data(), value.data());
  EXPECT_TRUE(scratch.empty());
}

TEST(CanonicalText, OfEveryKind) {
  std::string scratch;
  EXPECT_EQ(canonical_text(absent(), scratch), "");
  EXPECT_EQ(canonical_text(null(), scratch), "");
  EXPECT_EQ(canonical_text(boolean(true), scratch), "true");
  EXPECT_EQ(canonical_text(boolean(false), scratch), "false");
  EXPECT_EQ(canonical_text(integer(-42), scratch), "-42");
  EXPECT_EQ(canonical_text(real(0.1), scratch), "0.1");
  EXPECT_EQ(canonical_text(text("x y"), scratch), "x y");
  EXPECT_EQ(canonical_text(json("[1, 2]"), scratch), "[1, 2]");
  EXPECT_EQ(canonical_text(bad("1e999"), scratch), "1e999");
}

TEST(CleanText, RepairsWithoutTouchingWhatIsFine) {
  std::string scratch;
  const std::string fine = "fine, ça va";
  EXPECT_EQ(clean_text(fine, scratch).data(), fine.data());
  EXPECT_EQ(clean_text("a\0b"s, scratch), "ab");
  EXPECT_EQ(clean_text("a\xff", scratch), "a\xef\xbf\xbd");
}

}  // namespace
}  // namespace stepgate::flow::test
