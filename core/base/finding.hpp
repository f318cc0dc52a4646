// What was seen in somebody else's document and lived with, as a list of plain JSON objects
// (sdk/ABI.md, "finding"). Header only.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.hpp"
#include "base/text.hpp"

namespace stepgate {

/// A key as one step of a JSON pointer (RFC 6901).
inline std::string pointer_step(std::string_view key) {
  return '/' + replace_all(replace_all(key, "~", "~0"), "/", "~1");
}

/// One thing that was seen. `where` is a JSON pointer or a header, `message` the fact, `remedy`
/// what to do about it.
struct Finding {
  std::string_view code;
  std::string where;
  std::string message;
  std::string remedy = {};
};

/// A bounded list: a hostile document cannot make it grow without end. Not thread safe.
class Findings {
 public:
  static constexpr std::size_t kMost = 200;

  void note(const Finding& finding) { add("note", finding, false); }
  void warn(const Finding& finding) { add("warning", finding, false); }
  /// A warning about something that Marketo's own installer refuses (docs/protocol.md section 1).
  void marketo_refuses(const Finding& finding) { add("warning", finding, true); }

  bool has(std::string_view code) const noexcept {
    for (const Json& one : list_.items()) {
      if (one["code"].as_string() == code) return true;
    }
    return false;
  }
  const Json& json() const noexcept { return list_; }
  Json take() { return std::exchange(list_, Json::array()); }

 private:
  void add(const char* severity, const Finding& finding, bool marketo) {
    if (list_.size() > kMost) return;
    if (list_.size() == kMost) {
      list_.push(
          make("note", {"FINDINGS_CUT", "", "there are more findings than are listed"}, false));
      return;
    }
    list_.push(make(severity, finding, marketo));
  }
  static Json make(const char* severity, const Finding& finding, bool marketo) {
    return Json::object({{"severity", severity},
                         {"code", Json(finding.code)},
                         {"where", finding.where},
                         {"message", finding.message},
                         {"remedy", finding.remedy},
                         {"marketoRefuses", marketo}});
  }

  Json list_ = Json::array();
};

}  // namespace stepgate
