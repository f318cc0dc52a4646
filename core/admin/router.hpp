// From method and path to an operation.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "admin/route.hpp"

namespace stepgate::admin {

struct Match {
  const Route* route = nullptr;       ///< null: no such path, or not with that method
  std::vector<std::string_view> ids;  ///< what stands for {..}, in order; views of the segments
  std::string allow;                  ///< not empty: the methods that the path knows
};

/// A segment that is written out wins over {..}: "/people/count" is never a person.
Match find_route(std::string_view method, const std::vector<std::string>& segments);

}  // namespace stepgate::admin
