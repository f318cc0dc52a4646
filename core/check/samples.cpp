#include "check/samples.hpp"

#include "flow/coerce.hpp"

namespace stepgate::check {
namespace {

using flow::DataType;

constexpr std::size_t kEmptyEvery = 4, kLongOne = 2;
constexpr std::size_t kLongText = 1'990;  ///< bytes: a little under what a text may hold

}  // namespace

std::string sample_cell(DataType type, std::size_t person) {
  if (person % kEmptyEvery == kEmptyEvery - 1) return {};
  auto number = std::to_string(person + 1);
  const auto day = (person % 9 < 8 ? "0" : "1") + std::string(1, "123456780"[person % 9]);
  switch (type) {
    case DataType::boolean:
      return person % 2 == 0 ? "true" : "false";
    case DataType::integer:
      return number + "0";
    case DataType::float_:
      return number + ".5";
    case DataType::score:
      return number;
    case DataType::date:
      return "2024-02-" + day;
    case DataType::datetime:
      return "2024-02-" + day + "T09:30:00Z";
    case DataType::email:
      return "person" + number + "@example.com";
    case DataType::url:
      return "https://example.com/" + number;
    case DataType::text:
      return person == kLongOne ? std::string(kLongText, 'x') : "Sample text " + number;
    case DataType::string:
      break;
  }
  return person == kLongOne ? std::string(250, 'x') : "Sample " + number;
}

Json sample_option(DataType type) {
  switch (type) {
    case DataType::boolean:
      return true;
    case DataType::integer:
    case DataType::score:
      return 1;
    case DataType::float_:
      return 1.5;
    default:
      return sample_cell(type, 0);
  }
}

}  // namespace stepgate::check
