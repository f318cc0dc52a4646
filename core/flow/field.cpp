#include "flow/field.hpp"

#include <array>

namespace stepgate::flow {
namespace {

struct TypeName {
  DataType type;
  std::string_view name;
};
constexpr std::array<TypeName, 10> kTypeNames{{{DataType::boolean, "boolean"},
                                               {DataType::integer, "integer"},
                                               {DataType::float_, "float"},
                                               {DataType::score, "score"},
                                               {DataType::date, "date"},
                                               {DataType::datetime, "datetime"},
                                               {DataType::email, "email"},
                                               {DataType::string, "string"},
                                               {DataType::url, "url"},
                                               {DataType::text, "text"}}};

struct Standard {
  std::string_view name, label;
  DataType type = DataType::string;
  bool read_only = false;
};
// Positions are ids, and ids name columns: append only.
constexpr Standard kStandard[] = {
    {"email", "Email Address", DataType::email},
    {"firstName", "First Name"},
    {"lastName", "Last Name"},
    {"middleName", "Middle Name"},
    {"salutation", "Salutation"},
    {"company", "Company Name"},
    {"title", "Job Title"},
    {"department", "Department"},
    {"phone", "Phone Number"},
    {"mobilePhone", "Mobile Phone Number"},
    {"address", "Address"},
    {"city", "City"},
    {"state", "State"},
    {"country", "Country"},
    {"postalCode", "Postal Code"},
    {"industry", "Industry"},
    {"leadSource", "Lead Source"},
    {"leadStatus", "Lead Status"},
    {"website", "Website", DataType::url},
    {"annualRevenue", "Annual Revenue", DataType::float_},
    {"numberOfEmployees", "Number of Employees", DataType::integer},
    {"leadScore", "Lead Score", DataType::score},
    {"unsubscribed", "Unsubscribed", DataType::boolean},
    {"dateOfBirth", "Date of Birth", DataType::date},
    {"createdAt", "Created At", DataType::datetime, true},
    {"updatedAt", "Updated At", DataType::datetime, true},
};

std::vector<Field> make_standard_fields() {
  std::vector<Field> fields;
  FieldId id = 0;
  for (const Standard& s : kStandard) {
    fields.push_back({++id, std::string(s.name), std::string(s.label), s.type, true, s.read_only});
  }
  return fields;
}

}  // namespace

std::string_view to_string(DataType type) noexcept {
  for (const TypeName& t : kTypeNames) {
    if (t.type == type) return t.name;
  }
  return "unknown";
}

std::optional<DataType> parse_data_type(std::string_view name) noexcept {
  for (const TypeName& t : kTypeNames) {
    if (t.name == name) return t.type;
  }
  if (name == "phone") return DataType::string;  // old documents (docs/protocol.md section 3)
  return std::nullopt;
}

bool is_text_like(DataType type) noexcept { return type >= DataType::email; }

const std::vector<Field>& standard_fields() {
  static const std::vector<Field> fields = make_standard_fields();
  return fields;
}

}  // namespace stepgate::flow
