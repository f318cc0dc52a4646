#include "flow/field.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/text.hpp"

namespace stepgate::flow {
namespace {

TEST(DataTypes, ReadBack) {
  for (int i = 1; i <= 10; ++i) {
    const auto type = static_cast<DataType>(i);
    EXPECT_EQ(parse_data_type(to_string(type)), type);
  }
  EXPECT_EQ(to_string(DataType::float_), "float");
  EXPECT_EQ(parse_data_type("phone"), DataType::string) << "old documents";
  EXPECT_EQ(parse_data_type("Boolean"), std::nullopt);
  EXPECT_EQ(parse_data_type(""), std::nullopt);
}

TEST(DataTypes, TextLikeAreThoseThatMayBeCleared) {
  EXPECT_TRUE(is_text_like(DataType::email) && is_text_like(DataType::string) &&
              is_text_like(DataType::url) && is_text_like(DataType::text));
  EXPECT_FALSE(is_text_like(DataType::date) || is_text_like(DataType::datetime) ||
               is_text_like(DataType::score) || is_text_like(DataType::boolean));
}

TEST(StandardFields, AreNumberedByPositionAndUniqueWithoutCase) {
  std::set<std::string> names;
  FieldId id = 0;
  for (const Field& f : standard_fields()) {
    EXPECT_EQ(f.id, ++id);
    EXPECT_TRUE(names.insert(to_lower(f.name)).second) << f.name;
    EXPECT_FALSE(f.label.empty());
    EXPECT_TRUE(f.standard);
  }
  EXPECT_EQ(names.size(), 26u);
}

TEST(StandardFields, CarryTheTypesThatSuggestionsMatchOn) {
  const auto type_of = [](std::string_view name) -> std::optional<DataType> {
    for (const Field& f : standard_fields()) {
      if (f.name == name) return f.type;
    }
    return std::nullopt;
  };
  EXPECT_EQ(type_of("email"), DataType::email);
  EXPECT_EQ(type_of("country"), DataType::string);
  EXPECT_EQ(type_of("website"), DataType::url);
  EXPECT_EQ(type_of("annualRevenue"), DataType::float_);
  EXPECT_EQ(type_of("numberOfEmployees"), DataType::integer);
  EXPECT_EQ(type_of("leadScore"), DataType::score);
  EXPECT_EQ(type_of("unsubscribed"), DataType::boolean);
  EXPECT_EQ(type_of("dateOfBirth"), DataType::date);
  EXPECT_EQ(type_of("createdAt"), DataType::datetime);
  for (const Field& f : standard_fields()) {
    EXPECT_EQ(f.read_only, f.name == "createdAt" || f.name == "updatedAt");
  }
}

}  // namespace
}  // namespace stepgate::flow
