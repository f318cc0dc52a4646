// What a check found, and its verdict.
#pragma once
#include <string>

#include "base/finding.hpp"
#include "base/json.hpp"

namespace stepgate::check {

/// One thread.
class Report {
 public:
  explicit Report(std::string url) : url_(std::move(url)) {}

  void error(const Finding& finding) { add("error", finding); }
  void warn(const Finding& finding) { add("warning", finding); }
  void note(const Finding& finding) { add("note", finding); }
  /// Findings of a room, as they are; those that are there already are left out.
  void take(const Json& findings);

  /// No verdict can be given: nobody answered, or this machine lacks something.
  void no_verdict() noexcept { broken_ = true; }
  const char* verdict(bool strict) const noexcept;

  Json exchange = Json::object();
  Json outcomes = Json::array(), written = Json::array();
  bool unanswered = false;  ///< no HTTP answer at all came for the document

  const Json& findings() const noexcept { return findings_; }
  std::size_t count(std::string_view severity) const noexcept;
  bool has(std::string_view code) const noexcept;
  const std::string& url() const noexcept { return url_; }
  /// The one object of --output json.
  Json json(bool strict) const;

 private:
  void add(const char* severity, const Finding& finding);
  void push(Json finding);

  std::string url_;
  bool broken_ = false;
  Json findings_ = Json::array();
};

}  // namespace stepgate::check
