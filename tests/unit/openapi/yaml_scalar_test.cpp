#include "openapi/yaml_scalar.hpp"

#include <gtest/gtest.h>

namespace stepgate::openapi {
namespace {

TEST(YamlScalar, FollowsTheCoreSchema) {
  const std::pair<const char*, const char*> rows[] = {
      {"", "null"},
      {"~", "null"},
      {"null", "null"},
      {"Null", "null"},
      {"true", "true"},
      {"FALSE", "false"},
      {"0", "0"},
      {"-12", "-12"},
      {"+12", "12"},
      {"007", "7"},
      {"0o17", "15"},
      {"0x1F", "31"},
      {"1.5", "1.5"},
      {"-0.5", "-0.5"},
      {".5", "0.5"},
      {"-.5", "-0.5"},
      {"1.", "1.0"},
      {"1e3", "1000.0"},
      {"1.5E-1", "0.15"},
      {"3.0", "3.0"},
      {"yes", "\"yes\""},
      {"NO", "\"NO\""},
      {"on", "\"on\""},
      {"1.0.0", "\"1.0.0\""},
      {"nUll", "\"nUll\""},
      {"tRue", "\"tRue\""},
      {"12:30", "\"12:30\""},
      {"0x", "\"0x\""},
      {"0b1", "\"0b1\""},
      {"1_000", "\"1_000\""},
      {"-", "\"-\""},
      {".", "\".\""},
      {"e3", "\"e3\""},
      {"1e", "\"1e\""},
      {".inf", "\".inf\""},
      {".NaN", "\".NaN\""},
      {"1e999", "\"1e999\""},
      {"0x1FFFFFFFFFFFFFFFF", "\"0x1FFFFFFFFFFFFFFFF\""},
      {"2024-01-01", "\"2024-01-01\""},
  };
  for (const auto& [text, expected] : rows) EXPECT_EQ(plain_scalar(text).dump(), expected) << text;
}

TEST(YamlScalar, TakesBigIntegersAsReal) {
  EXPECT_EQ(plain_scalar("99999999999999999999").type(), Json::Type::real);
  EXPECT_EQ(plain_scalar("9223372036854775807").as_int(), INT64_MAX);
}

}  // namespace
}  // namespace stepgate::openapi
