#include "profiles/profile.hpp"

#include "json/text.hpp"

namespace sample {

Outcome append_failure(const Lead& lead, std::string_view code, std::string_view reason,
                       std::string& out) {
  out += R"({"leadData":{"id":)";
  append_number(lead.id, out);
  out += R"(},"activityData":{"success":false,"errorCode":")";
  append_escaped(code, out);
  out += R"(","reason":")";
  append_escaped(reason, out);
  out += "\"}}";
  return {false, 0};
}

}  // namespace sample
