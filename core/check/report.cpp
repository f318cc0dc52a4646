#include "check/report.hpp"

namespace stepgate::check {
namespace {

constexpr std::size_t kMost = 500;

}  // namespace

void Report::push(Json finding) {
  if (findings_.size() >= kMost) return;
  for (const auto& one : findings_.items())
    if (one["code"] == finding["code"] && one["where"] == finding["where"] &&
        one["message"] == finding["message"])
      return;
  findings_.push(std::move(finding));
}

void Report::add(const char* severity, const Finding& finding) {
  push(Json::object({{"severity", severity},
                     {"code", Json(finding.code)},
                     {"where", finding.where},
                     {"message", finding.message},
                     {"remedy", finding.remedy}}));
}

void Report::take(const Json& findings) {
  for (const auto& one : findings.items()) {
    auto message = one["message"].as_string();
    if (one["marketoRefuses"].as_bool()) message += ". Marketo would refuse this";
    push(Json::object({{"severity", one["severity"].string_or("warning")},
                       {"code", one["code"].string_or("UNNAMED")},
                       {"where", one["where"].as_string()},
                       {"message", message},
                       {"remedy", one["remedy"].as_string()}}));
  }
}

std::size_t Report::count(std::string_view severity) const noexcept {
  std::size_t n = 0;
  for (const auto& one : findings_.items()) n += one["severity"].as_string() == severity;
  return n;
}

bool Report::has(std::string_view code) const noexcept {
  for (const auto& one : findings_.items())
    if (one["code"].as_string() == code) return true;
  return false;
}

const char* Report::verdict(bool strict) const noexcept {
  if (broken_) return "error";
  if (count("error") > 0 || (strict && count("warning") > 0)) return "fail";
  return "pass";
}

Json Report::json(bool strict) const {
  return Json::object({{"url", url_},
                       {"verdict", verdict(strict)},
                       {"findings", findings_},
                       {"exchange", exchange},
                       {"outcomes", outcomes},
                       {"written", written}});
}

}  // namespace stepgate::check
