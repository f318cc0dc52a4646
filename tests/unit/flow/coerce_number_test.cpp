// docs/protocol.md section 4, "Values written back": booleans, numbers and scores.
#include <gtest/gtest.h>

#include <limits>

#include "coerce_fixture.hpp"

namespace stepgate::flow::test {
namespace {

struct Line {
  RawValue value;
  const char* expected;
};
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

// clang-format off
const Line kBoolean[] = {
    {boolean(true), "=1"},   {boolean(false), "=0"},  {integer(1), "=1"},    {integer(0), "=0"},
    {real(1.0), "=1"},       {real(0.0), "=0"},
    {text("true"), "=1"},    {text("false"), "=0"},   {text("True"), "=1"},  {text("FALSE"), "=0"},
    {text("on"), "=1"},      {text("off"), "=0"},     {text("1"), "=1"},     {text("0"), "=0"},
    {text(" on "), "=1"},
    {absent(), "keep"},      {null(), "=0"},
    {text(""), "!VALUE_EMPTY"},            {text("  "), "!VALUE_EMPTY"},
    {text("null"), "!VALUE_NOT_BOOLEAN"},  {text("yes"), "!VALUE_NOT_BOOLEAN"},
    {integer(2), "!VALUE_NOT_BOOLEAN"},    {integer(-1), "!VALUE_NOT_BOOLEAN"},
    {real(0.5), "!VALUE_NOT_BOOLEAN"},     {text("2"), "!VALUE_NOT_BOOLEAN"},
    {json("[true]"), "!VALUE_NOT_SCALAR"}, {bad("1e999"), "!VALUE_UNREADABLE"},
    {real(kNaN), "!VALUE_UNREADABLE"},
};
const Line kInteger[] = {
    {integer(0), "=0"},              {integer(-7), "=-7"},
    {integer(2147483647), "=2147483647"},  {integer(-2147483648LL), "=-2147483648"},
    {integer(2147483648LL), "!VALUE_OUT_OF_RANGE"}, {integer(-2147483649LL), "!VALUE_OUT_OF_RANGE"},
    {integer(INT64_MIN), "!VALUE_OUT_OF_RANGE"},
    {real(42.0), "=42"},             {real(-0.0), "=0"},
    {real(42.5), "!VALUE_NOT_INTEGER"},    {real(1e300), "!VALUE_OUT_OF_RANGE"},
    {real(2147483648.0), "!VALUE_OUT_OF_RANGE"}, {real(kInf), "!VALUE_UNREADABLE"},
    {text("42"), "=42"},   {text("-42"), "=-42"}, {text("+42"), "=42"},   {text(" 42 "), "=42"},
    {text("42.0"), "=42"}, {text("4.2e1"), "=42"}, {text("007"), "=7"},
    {text("2147483647"), "=2147483647"},   {text("2147483648"), "!VALUE_OUT_OF_RANGE"},
    {text("99999999999999999999999"), "!VALUE_OUT_OF_RANGE"}, {text("1e400"), "!VALUE_OUT_OF_RANGE"},
    {text("N/A"), "!VALUE_NOT_INTEGER"},   {text("4.5"), "!VALUE_NOT_INTEGER"},
    {text("1,000"), "!VALUE_NOT_INTEGER"}, {text("0x10"), "!VALUE_NOT_INTEGER"},
    {text("++5"), "!VALUE_NOT_INTEGER"},   {text("5 5"), "!VALUE_NOT_INTEGER"},
    {text("nan"), "!VALUE_NOT_INTEGER"},   {text("inf"), "!VALUE_NOT_INTEGER"},
    {text("null"), "!VALUE_NOT_INTEGER"},  {text(""), "!VALUE_EMPTY"},
    {boolean(true), "!VALUE_NOT_INTEGER"}, {absent(), "keep"}, {null(), "keep"},
    {json("{}"), "!VALUE_NOT_SCALAR"},     {bad("\\ud800"), "!VALUE_UNREADABLE"},
};
const Line kScore[] = {
    {integer(5), "=5"},        {integer(-5), "=-5"},     {text("5"), "=5"},      {text("0"), "=0"},
    {text("+5"), "add 5"},     {text("-5"), "add -5"},   {text(" +5 "), "add 5"}, {text("+0"), "add 0"},
    {text("-5.0"), "add -5"},  {real(3.0), "=3"},
    {text("+2147483647"), "add 2147483647"}, {text("-2147483648"), "add -2147483648"},
    {text("+2147483648"), "!VALUE_OUT_OF_RANGE"}, {text("2147483648"), "!VALUE_OUT_OF_RANGE"},
    {text("+"), "!VALUE_NOT_INTEGER"},  {text("+5.5"), "!VALUE_NOT_INTEGER"},
    {text("+ 5"), "!VALUE_NOT_INTEGER"}, {text("+-5"), "!VALUE_NOT_INTEGER"},
    {text("high"), "!VALUE_NOT_INTEGER"}, {text(""), "!VALUE_EMPTY"},
    {boolean(true), "!VALUE_NOT_INTEGER"}, {null(), "keep"}, {absent(), "keep"},
};
const Line kFloat[] = {
    {real(1.5), "~1.5"},      {integer(3), "~3"},       {text("1.5"), "~1.5"}, {text("-1e3"), "~-1000"},
    {text("+.5"), "~0.5"},    {real(-0.0), "~0"},       {text("-0"), "~0"},    {text("1e-400"), "~0"},
    {text("1e400"), "!VALUE_OUT_OF_RANGE"},  {text("1."), "!VALUE_NOT_NUMBER"},
    {text("."), "!VALUE_NOT_NUMBER"},        {text("1e"), "!VALUE_NOT_NUMBER"},
    {text("nan"), "!VALUE_NOT_NUMBER"},      {text("Infinity"), "!VALUE_NOT_NUMBER"},
    {text("N/A"), "!VALUE_NOT_NUMBER"},      {text(""), "!VALUE_EMPTY"},
    {boolean(false), "!VALUE_NOT_NUMBER"},   {null(), "keep"}, {json("[1]"), "!VALUE_NOT_SCALAR"},
};
// clang-format on

template <std::size_t N>
void check(DataType type, const Line (&lines)[N]) {
  for (std::size_t i = 0; i < N; ++i) {
    EXPECT_EQ(coerced(type, lines[i].value), lines[i].expected)
        << to_string(type) << " line " << i + 1 << " '" << lines[i].value.text << "'";
  }
}

TEST(Coerce, Boolean) { check(DataType::boolean, kBoolean); }
TEST(Coerce, Integer) { check(DataType::integer, kInteger); }
TEST(Coerce, Score) { check(DataType::score, kScore); }
TEST(Coerce, Float) { check(DataType::float_, kFloat); }

}  // namespace
}  // namespace stepgate::flow::test
