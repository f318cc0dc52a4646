// Inside the definition reader: where the definition is, and its lists.
#pragma once
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/json.hpp"
#include "protocol/definition_habits.hpp"

namespace stepgate::protocol {

/// Where in an answer the definition stands.
struct Found {
  const Json* node = nullptr;  ///< null: nowhere
  std::string where;           ///< JSON pointer; empty for the answer itself
};
/// The answer itself, or the first object inside that looks like a definition: one service sends a
/// whole OpenAPI document around it.
Found find_definition(const Json& answer);

enum class ListKind : unsigned char { flow, global, header, activity };

/// Reads the lists of attributes and fields. Borrows the findings.
class ListReader {
 public:
  ListReader(std::string where, Findings& findings, DefinitionHabits& habits)
      : where_(std::move(where)), findings_(findings), habits_(habits) {}

  Json attributes(const Json& part, std::string_view part_name, std::string_view key, ListKind kind,
                  std::string_view credential_header = {});
  /// {userDriven, fields} of one direction.
  Json mapping(const Json& part, std::string_view part_name, bool outgoing);

 private:
  bool attribute(const Json& given, const std::string& where, ListKind kind,
                 std::string_view credential_header, Json& list);
  bool field(const Json& given, const std::string& where, bool outgoing, Json& list);
  std::string data_type(const Json& given, const std::string& where);
  bool is_new(const Json& list, std::string_view key, const std::string& name,
              const std::string& where);

  const std::string where_;
  Findings& findings_;
  DefinitionHabits& habits_;
};

/// Names that the protocol itself uses in activityData.
bool is_reserved_attribute(std::string_view name);

}  // namespace stepgate::protocol
