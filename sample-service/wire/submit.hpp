#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/scanner.hpp"

namespace sample {

// A value of the request as it was written: a view into the body.
struct RawValue {
  JsonScanner::Kind kind = JsonScanner::Kind::kNone;  // kNone: the key was not there
  std::string_view text;                              // a string without its quotes

  bool is_set() const {
    return kind != JsonScanner::Kind::kNone && kind != JsonScanner::Kind::kNull;
  }
};

// The keys that a profile looks at; all others are skipped.
struct WantedKeys {
  std::array<std::string_view, 2> fields;      // of objectContext
  std::array<std::string_view, 2> parameters;  // of flowStepContext
  std::string_view option;                     // of context.admin
};

// One entry of objectData (docs/protocol.md section 2).
struct Lead {
  std::int64_t id = 0;
  int field_count = 0;  // members of objectContext besides id
  std::array<RawValue, 2> fields;
  std::array<RawValue, 2> parameters;
};

// The body of POST /submitAsyncAction. Leads and option are views into it.
struct Submit {
  std::string token;
  std::string callback_key;
  std::string callback_url;
  std::string batch_id;
  std::string munchkin_id;
  std::optional<std::int64_t> campaign_id;
  RawValue option;
  std::vector<Lead> leads;
};

// Reads `body` in one pass; what is wrong with it, when something is. `submit` may be one that was
// used before.
std::optional<std::string> read_submit(std::string_view body, const WantedKeys& wanted,
                                       Submit& submit);

}  // namespace sample
