#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wire/submit.hpp"

namespace sample {

// What became of one person, for the counters and the witness log.
struct Outcome {
  bool success = true;
  int fields = 0;  // lead fields given back
};

// What the service does: its names, its definition, its picklists and the result for one person.
class Profile {
 public:
  virtual ~Profile() = default;

  virtual std::string_view title() const = 0;
  virtual std::string_view summary() const = 0;
  virtual std::string_view definition() const = 0;    // JSON of getServiceDefinition
  virtual std::string_view instructions() const = 0;  // HTML
  // The JSON answer to getPicklist; nothing for an attribute without a list.
  virtual std::optional<std::string_view> picklist(std::string_view type,
                                                   std::string_view name) const = 0;

  virtual const WantedKeys& wanted() const = 0;
  // Appends the entry of the callback's objectData (docs/protocol.md section 4).
  virtual Outcome append_entry(const Submit& submit, const Lead& lead, std::string& out) const = 0;
};

// {"leadData":{"id":ID},"activityData":{"success":false,...}}
Outcome append_failure(const Lead& lead, std::string_view code, std::string_view reason,
                       std::string& out);

}  // namespace sample
