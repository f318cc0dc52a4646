// Fields of a person: a typed column with an API name.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow/ids.hpp"

namespace stepgate::flow {

enum class DataType : std::uint8_t {  // values are those of the ABI's STEPGATE_TYPE_*
  boolean = 1,
  integer,
  float_,
  score,
  date,
  datetime,
  email,
  string,
  url,
  text
};
/// "boolean", "integer", "float", ...; "phone" of old documents reads as string.
std::string_view to_string(DataType type) noexcept;
std::optional<DataType> parse_data_type(std::string_view name) noexcept;
/// Stored as text: date, datetime ("YYYY-MM-DDThh:mm:ssZ"), email, string, url, text. Others:
/// INTEGER, or REAL for float.
bool is_text_like(DataType type) noexcept;  ///< email, string, url, text

struct Field {
  FieldId id = 0;     ///< names the column f<id>
  std::string name;   ///< API name, unique without case
  std::string label;  ///< for people
  DataType type = DataType::string;
  bool standard = false;   ///< came out of the box; can't be removed
  bool read_only = false;  ///< createdAt, updatedAt: columns of their own, never an incoming target
};

/// The fields every store has from its first start (docs/protocol.md section 3). Ids are assigned
/// by position, from 1.
const std::vector<Field>& standard_fields();

}  // namespace stepgate::flow
