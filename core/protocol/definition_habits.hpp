// Habits of older interfaces in a definition (docs/protocol.md section 3, "Accept"): each is lived
// with and said once, however often it comes.
#pragma once
#include <array>
#include <cstdint>
#include <string>

#include "base/finding.hpp"
#include "base/json.hpp"

namespace stepgate::protocol {

class DefinitionHabits {
 public:
  enum class Habit : std::uint8_t {
    display_name,
    description_plain,
    is_required,
    picklist_url,
    phone_type,
    type_in_capitals,
    enforced_without_list,
    list_as_object,
    kCount
  };
  void note(Habit habit, const std::string& where);
  /// The names of one attribute, or of the service: `displayName` for `name`.
  void look_at_names(const Json& node, const std::string& where);
  /// One field or attribute.
  void look_at_entry(const Json& given, const std::string& where);
  void write(Findings& findings) const;

 private:
  struct Seen {
    std::string where;  ///< the first
    std::uint32_t times = 0;
  };
  std::array<Seen, static_cast<std::size_t>(Habit::kCount)> seen_;
};

}  // namespace stepgate::protocol
