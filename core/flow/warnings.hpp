// Collects what a callback did wrong without growing with it: equal refusals become one warning
// with a count and an example, and the whole list is bounded.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "flow/results.hpp"
#include "flow/value.hpp"

namespace stepgate::flow {

inline constexpr std::size_t kMaxWarnings = 100;

class WarningCollector {
 public:
  /// One value of `key` (a wire key) that was refused or changed on the way.
  void value(std::string_view key, std::string_view code, const RawValue& value, PersonId person);
  /// A text of one person that was changed on the way, or an index that fits nothing.
  void count(std::string_view what, std::string_view code, PersonId person);
  void add(PersonId person, std::string_view code, std::string_view message);

  /// At most kMaxWarnings; when more came, the last one says how many are left out.
  std::vector<ResultWarning> take();
  void drop_values();  ///< the chunk failed as a whole: no value of it was processed

 private:
  struct Group {
    std::string_view code;  ///< a literal
    std::string what, example;
    PersonId person = 0;
    std::uint64_t count = 0;
  };
  Group& group(std::string_view what, std::string_view code, bool& fresh);

  std::vector<Group> groups_;
  std::vector<ResultWarning> single_;
  std::uint64_t left_out_ = 0;
};

}  // namespace stepgate::flow
