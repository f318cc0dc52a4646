#pragma once

#include <string>
#include <string_view>

#include "oddities/node.hpp"

namespace sample {

// One change of a JSON tree. `pointer` is a JSON pointer whose steps may be `*` (each child) and,
// in `set`, end with `-` (behind the last element).
//   set P JSON      puts a value there; a member that is missing comes into being
//   delete P        takes it away
//   rename P KEY    the same member under another name
//   copy P KEY      the same value once more, under another name beside it
//   quote P         a scalar becomes a string
//   prefix P TEXT   a string begins with TEXT
//   lift P          the members of this object move up into its parent; a list takes its place
//   wrap P KEY      the value becomes {KEY: value}
//   list P          the value becomes [value]
//   bare P          a list becomes its first element
//   repeat P        an element comes once more at the end of its list
//   fill P N        a list has N elements, copies of its last
struct Patch {
  std::string verb;
  std::string pointer;
  std::string argument;
};

bool is_patch(std::string_view verb);

// A pointer that leads nowhere changes nothing.
void apply(const Patch& patch, Node& root);

}  // namespace sample
