#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/server.hpp"
#include "oddities/oddity.hpp"
#include "oddities/script.hpp"

namespace sample {

const Oddity* find_oddity(std::string_view name);
std::string list_oddities();  // a line each

// The oddities that were asked for, and where they act.
class Oddities {
 public:
  // False when there is none of that name, or the line can't be understood.
  bool add(std::string_view name);
  bool add_change(std::string_view line);

  bool acts_on(Spot spot) const { return find(spot, {}) != nullptr; }
  // The argument of the last change with that verb.
  std::optional<std::string_view> argument(Spot spot, std::string_view verb) const;
  std::optional<int> number(Spot spot, std::string_view verb) const;
  bool has(Spot spot, std::string_view verb) const { return find(spot, verb) != nullptr; }

  // What a reader gets instead of `response`.
  void spoil(Spot spot, const Request& request, Response& response) const;
  // The same for a callback: its body, and the lines of its head behind the first one.
  void spoil_callback(std::string_view token, std::string_view own_key, std::string& head,
                      std::string& body) const;

 private:
  const Change* find(Spot spot, std::string_view verb) const;
  void spoil_body(Spot spot, std::string& body) const;

  std::vector<Change> changes_;
};

}  // namespace sample
