// Columns, ids and bodies: every encoding gives back what it was given.
#include <gtest/gtest.h>

#include <array>

#include "store/activity/body.hpp"
#include "store/activity/bytes.hpp"
#include "store/activity/id_list.hpp"
#include "store/activity/parameters.hpp"

namespace stepgate::store::activity::testing {
namespace {

/// Encodes one column; its encoding and its values must be as expected.
void round_trip(const std::vector<Value>& values, Encoding encoding) {
  Column column;
  column.values = values;
  ColumnEncoder encoder;
  std::string bytes;
  ASSERT_TRUE(encoder.encode(column, bytes));
  EXPECT_EQ(static_cast<Encoding>(bytes[0]), encoding);
  const ColumnReader reader(bytes, values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Value v = reader.at(i);
    ASSERT_EQ(v.kind, values[i].kind) << i;
    EXPECT_EQ(v.text(), values[i].text()) << i;
    EXPECT_EQ(v.number(), values[i].number()) << i;
  }
  // Cut short at any place, it is refused.
  for (std::size_t n = 0; n < std::min<std::size_t>(bytes.size(), 300); ++n) {
    EXPECT_THROW(ColumnReader(bytes.substr(0, n), values.size()), Damaged) << n;
  }
}

TEST(Crc32c, KnownValues) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);
  EXPECT_EQ(crc32c("456789", crc32c("123")), crc32c("123456789"));
}

TEST(Columns, OneValueIsConstant) {
  round_trip({Value::of("a"), Value::of("a"), Value::of("a")}, Encoding::constant);
  round_trip({Value::of(""), Value::of("")}, Encoding::constant);
  round_trip({Value::of(std::int64_t{-7}), Value::of(std::int64_t{-7})}, Encoding::constant);
}

TEST(Columns, NothingIsNotWritten) {
  Column column;
  column.values.resize(5);
  ColumnEncoder encoder;
  std::string bytes;
  EXPECT_FALSE(encoder.encode(column, bytes));
  EXPECT_TRUE(bytes.empty());
  EXPECT_TRUE(ColumnReader().at(3).is_null());
}

TEST(Columns, DictionariesOfEveryWidth) {
  std::vector<std::string> words;
  for (int i = 0; i < 254; ++i) words.push_back("w" + std::to_string(i));
  for (const std::size_t count : {2, 3, 4, 5, 16, 17, 254}) {
    for (const bool nulls : {false, true}) {
      std::vector<Value> values;
      for (std::size_t i = 0; i < 777; ++i) values.push_back(Value::of(words[i * 31 % count]));
      if (nulls) values[5] = values[776] = Value();
      round_trip(values, Encoding::dictionary);
    }
  }
  round_trip({Value::of("only"), Value()}, Encoding::dictionary);
  round_trip({Value::of(""), Value(), Value::of("x")}, Encoding::dictionary);
}

TEST(Columns, ManyTextsArePlain) {
  std::vector<std::string> words;
  for (int i = 0; i < 255; ++i) words.push_back(std::string(static_cast<std::size_t>(i), 'x'));
  std::vector<Value> values;
  for (const std::string& word : words) values.push_back(Value::of(word));
  values.emplace_back();
  round_trip(values, Encoding::plain);
}

TEST(Columns, Integers) {
  const auto of = [](std::initializer_list<std::int64_t> list) {
    std::vector<Value> values;
    for (const auto v : list) values.push_back(Value::of(v));
    return values;
  };
  constexpr std::int64_t kLow = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kHigh = std::numeric_limits<std::int64_t>::max();
  round_trip(of({0, 1, 1, 0, 1, 0, 0, 0, 1}), Encoding::bits);
  round_trip(of({3, 4, 5}), Encoding::integers);
  round_trip(of({-300, 70'000, 2}), Encoding::integers);
  round_trip(of({kLow, kHigh, 0, -1}), Encoding::integers);
  std::vector<Value> some = of({1, 5'000'000'000, 7, 1, 1, 1, 1, 1, 9});
  some[1] = some[8] = Value();
  round_trip(some, Encoding::integers);
}

TEST(Columns, MixedBecomesText) {
  Column column;
  column.values = {Value::of(std::int64_t{-5}), Value::of("x"), Value()};
  ColumnEncoder encoder;
  std::string bytes;
  ASSERT_TRUE(encoder.encode(column, bytes));
  const ColumnReader reader(bytes, 3);
  EXPECT_EQ(reader.at(0).text(), "-5");
  EXPECT_EQ(reader.at(1).text(), "x");
  EXPECT_TRUE(reader.at(2).is_null());
}

TEST(Columns, KeepIfAsksEveryEncoding) {
  const std::vector<std::vector<Value>> columns{{Value::of("b"), Value::of("b")},
                                                {Value::of("a"), Value::of("b")},
                                                {Value(), Value::of("b")}};
  ColumnEncoder encoder;
  for (const auto& values : columns) {
    Column column;
    column.values = values;
    std::string bytes;
    encoder.encode(column, bytes);
    std::vector<std::uint8_t> alive(2, 1);
    ColumnReader(bytes, 2).keep_if(alive, [](const Value& v) { return v.text() == "b"; });
    EXPECT_EQ(alive[0], values[0].text() == "b" ? 1 : 0);
    EXPECT_EQ(alive[1], 1);
  }
}

TEST(IdList, FormsAndSearch) {
  const std::vector<std::vector<flow::PersonId>> lists{
      {5}, {5, 6, 7, 8}, {1, 1, 1}, {2, 9, 9, 1'000'000}, {1, (flow::PersonId(1) << 40) + 3}};
  for (const auto& ids : lists) {
    const std::string bytes = encode_id_list(ids);
    EXPECT_EQ(decode_id_list(bytes), ids);
    for (flow::PersonId id = 0; id < 12; ++id) {
      const EntryRange range = find_in_id_list(bytes, id);
      const auto [low, high] = std::equal_range(ids.begin(), ids.end(), id);
      EXPECT_EQ(range.end - range.begin, static_cast<std::size_t>(high - low)) << id;
      if (low != high) {
        EXPECT_EQ(range.begin, static_cast<std::size_t>(low - ids.begin()));
      }
    }
  }
}

TEST(IdList, AThousandNeighboursAreTenBytes) {
  std::vector<flow::PersonId> ids;
  for (int i = 0; i < 1000; ++i) ids.push_back(1'000'000 + i);
  EXPECT_LE(encode_id_list(ids).size(), 10U);
}

TEST(BodyTest, EmptyColumnsAreLeftOut) {
  Table table;
  table.ids = {1, 2};
  table.column(ColumnKind::reason);
  table.column(ColumnKind::attribute, "a").values[1] = Value::of("v");
  BodyEncoder encoder;
  const std::string bytes = encoder.encode(table);
  const Body body = Body::open(bytes, 2);
  ASSERT_EQ(body.columns().size(), 1U);
  EXPECT_EQ(body.column(ColumnKind::attribute, "a").at(1).text(), "v");
  EXPECT_TRUE(body.column(ColumnKind::attribute, "b").at(1).is_null());
  EXPECT_THROW(Body::open(bytes, 3), Damaged);
}

TEST(ParametersTest, KeepTheirTypes) {
  const std::string json = R"({"s":"a \"b\"","n":5,"r":0.5,"b":true,"o":{"x":[1,null]},"z":null})";
  const Parameters parameters = split_parameters(json);
  ASSERT_EQ(parameters.size(), 6U);
  EXPECT_EQ(join_parameters(parameters), json);
  EXPECT_EQ(parameter_text(parameters[0].second), "a \"b\"");
  EXPECT_EQ(parameter_text(parameters[1].second), "5");
  EXPECT_EQ(parameter_text("null"), "") << "not set, and not the word";
  EXPECT_EQ(parameter_text("\"null\""), "null");
  EXPECT_TRUE(split_parameters("[1]").empty());
  EXPECT_TRUE(split_parameters("{\"broken").empty());
}

}  // namespace
}  // namespace stepgate::store::activity::testing
