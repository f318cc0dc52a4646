#include "cli/verbs/check_report.hpp"

#include "base/text.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"

namespace stepgate::cli {
namespace {

constexpr std::size_t kMostRows = 50;

std::string full_stop(std::string text) {
  if (!text.empty() && text.back() != '.' && text.back() != '?') text += '.';
  return text;
}

void print_findings(const Console& console, const check::Report& report) {
  struct Group {
    const char* severity;
    const char* title;
    Style style;
  };
  const Group groups[] = {{"error", "Errors", Style::red},
                          {"warning", "Warnings", Style::amber},
                          {"note", "Notes", Style::plain}};
  for (const auto& group : groups) {
    if (report.count(group.severity) == 0) continue;
    console.line("\n" + console.styled(Style::bold, group.title));
    for (const auto& one : report.findings().items()) {
      if (one["severity"].as_string() != group.severity) continue;
      console.line(
          "  " + console.styled(group.style, printable(one["code"].as_string())) +
          (one["where"].as_string().empty() ? "" : "  " + printable(one["where"].as_string())));
      console.line("    " + printable(full_stop(one["message"].as_string())));
      if (!one["remedy"].as_string().empty())
        console.line("    " + printable(full_stop(one["remedy"].as_string())));
    }
  }
}

void print_outcomes(const Console& console, const check::Report& report) {
  if (report.outcomes.size() == 0) return;
  console.line("\n" + console.styled(Style::bold, "People of the first chunk"));
  Table table({">id", "outcome", "code", "reason", "attributes"});
  std::size_t shown = 0;
  for (const auto& one : report.outcomes.items()) {
    if (shown++ == kMostRows) break;
    const auto& activity = one["activity"];
    std::string attributes;
    for (const auto& [name, value] : activity["attributes"].members())
      attributes += (attributes.empty() ? "" : ", ") + name + "=" + cell_text(value);
    const auto& outcome = one["outcome"].as_string();
    table.row({cell_text(one["id"]),
               {outcome, outcome == "failed" ? Style::red : Style::green},
               one["code"].as_string(),
               activity["reason"].as_string(),
               attributes});
  }
  table.print(console);
}

void print_written(const Console& console, const check::Report& report) {
  if (report.written.size() == 0) return;
  console.line("\n" + console.styled(Style::bold, "Would be written"));
  Table table({">id", "field", "value"});
  std::size_t shown = 0;
  for (const auto& one : report.written.items()) {
    if (shown++ == kMostRows) break;
    table.row({cell_text(one["id"]), one["field"].as_string(), cell_text(one["value"])});
  }
  table.print(console);
  if (report.written.size() > kMostRows)
    console.line("  and " + std::to_string(report.written.size() - kMostRows) +
                 " more; --output json lists all");
}

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : to_valid_utf8(text)) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else if (code < 0x20)
      out += ' ';
    else
      out += c;
  }
  return out;
}

}  // namespace

void print_report(const Console& console, const check::Report& report, bool strict) {
  print_outcomes(console, report);
  print_written(console, report);
  print_findings(console, report);
  const std::string verdict = report.verdict(strict);
  const auto style = verdict == "pass" ? Style::green : Style::red;
  console.line("\n" + printable(report.url()) + ": " + console.styled(style, verdict) + " (" +
               std::to_string(report.count("error")) + " errors, " +
               std::to_string(report.count("warning")) + " warnings, " +
               std::to_string(report.count("note")) + " notes)");
}

std::string junit_text(const check::Report& report, bool strict) {
  const auto is_failure = [&](const Json& one) {
    const auto& severity = one["severity"].as_string();
    return severity == "error" || (strict && severity == "warning");
  };
  std::size_t failures = 0, tests = 1;
  std::string cases;
  for (const auto& one : report.findings().items()) {
    ++tests;
    const auto& severity = one["severity"].as_string();
    cases += "  <testcase classname=\"stepgate.check." + xml(severity) + "\" name=\"" +
             xml(one["code"].as_string() + " " + one["where"].as_string()) + "\">";
    const auto text =
        xml(full_stop(one["message"].as_string()) + " " + full_stop(one["remedy"].as_string()));
    if (is_failure(one)) {
      ++failures;
      cases +=
          "<failure message=\"" + xml(one["message"].as_string()) + "\">" + text + "</failure>";
    } else {
      cases += "<system-out>" + text + "</system-out>";
    }
    cases += "</testcase>\n";
  }
  const std::string verdict = report.verdict(strict);
  cases += "  <testcase classname=\"stepgate.check\" name=\"verdict\">";
  if (verdict == "error") cases += "<error message=\"no verdict could be given\"/>";
  cases += "<system-out>" + xml(verdict + " " + report.exchange["people"].dump()) +
           "</system-out></testcase>\n";
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"stepgate check " +
         xml(report.url()) + "\" tests=\"" + std::to_string(tests) + "\" failures=\"" +
         std::to_string(failures) + "\" errors=\"" + (verdict == "error" ? "1" : "0") + "\">\n" +
         cases + "</testsuite>\n";
}

}  // namespace stepgate::cli
