#include "cli/verbs/people_import.hpp"

#include <filesystem>
#include <istream>
#include <iterator>

#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/mapped_file.hpp"
#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/values.hpp"

namespace stepgate::cli {
namespace {

constexpr std::size_t kLongestLine = 16u << 20;

/// The lines of the answer, as they come in pieces.
class Report {
 public:
  void feed(std::string_view piece) {
    pending_ += piece;
    std::size_t begin = 0;
    for (auto end = pending_.find('\n'); end != std::string::npos;
         end = pending_.find('\n', begin)) {
      take(std::string_view(pending_).substr(begin, end - begin));
      begin = end + 1;
    }
    pending_.erase(0, begin);
    if (pending_.size() > kLongestLine)
      throw Failure(kRefused, "ANSWER_UNREADABLE", "the host", "answers with a line without end");
  }
  void finish() {
    if (!trim(pending_).empty()) take(pending_);
    pending_.clear();
  }
  const Json& last() const noexcept { return last_; }

 private:
  void take(std::string_view line) {
    if (!trim(line).empty()) last_ = Json::parse(line, {}, "a line of the answer");
  }
  std::string pending_;
  Json last_;
};

void print_errors(const Session& session, const Json& result) {
  const auto& console = session.console();
  for (const auto& error : result["errors"].items()) {
    std::string text = "line " + cell_text(error["line"]) + ": ";
    if (!error["field"].as_string().empty()) text += error["field"].as_string() + ": ";
    text += error["message"].as_string() + " [" + error["code"].as_string() + "]";
    console.warning(printable(text));
  }
  const auto refused = result["refused"].as_int();
  const auto listed = static_cast<std::int64_t>(result["errors"].size());
  if (refused > listed && listed > 0)
    console.warning("and " + grouped(refused - listed) + " more lines");
}

void print_result(const Session& session, const Json& result) {
  print_errors(session, result);
  Table table({">lines", ">inserted", ">updated", ">unchanged", ">refused"});
  table.row({count_text(result["lines"]),
             count_text(result["inserted"]),
             count_text(result["updated"]),
             count_text(result["unchanged"]),
             {count_text(result["refused"]),
              result["refused"].as_int() > 0 ? Style::red : Style::plain}});
  table.print(session.console());
}

/// The file broke off, or the host did, after people had been taken.
Failure broken_off(const Json& result) {
  const auto& problem = result["problem"];
  if (problem.is_object())
    return Failure::answer(static_cast<int>(problem["status"].as_int(500)), problem.dump(), "");
  return {kRefused, "IMPORT_BROKEN_OFF", "the import", "ended without a result",
          "Import the file again: what is there already is left as it is."};
}

Query import_query(const Session& session, const std::string& path) {
  Query query;
  query.emplace_back(
      "name", path == "-" ? std::string("stdin") : std::filesystem::path(path).filename().string());
  add_query(query, session, "separator", "separator");
  if (session.has("ignore-unknown")) query.emplace_back("ignoreUnknown", "true");
  if (session.has("create-fields")) query.emplace_back("createFields", "true");
  return query;
}

int import_people(Session& session) {
  if (session.has("ignore-unknown") && session.has("create-fields"))
    throw Failure::usage("people import", "takes --ignore-unknown or --create-fields, not both");
  const auto& path = session.argument(0);
  std::string text;
  MappedFile file;
  if (path == "-")
    text.assign(std::istreambuf_iterator<char>(*session.console().surroundings().in), {});
  else
    file.open(path);
  const std::string_view body = path == "-" ? std::string_view(text) : file.bytes();
  Report report;
  {
    Progress progress(session.console());
    const auto total = static_cast<double>(body.size());
    std::uint64_t sent = 0;
    const auto show = [&] {
      const auto taken = report.last()["bytes"].as_double();
      const auto part = total == 0 ? 1.0 : (taken > 0 ? taken : static_cast<double>(sent)) / total;
      auto words = bytes_text(sent) + " of " + bytes_text(body.size()) + " sent";
      if (const auto lines = report.last()["lines"].as_int(); lines > 0)
        words += ", " + grouped(lines) + " lines taken";
      progress.show(part, words);
    };
    session.api().transfer("POST", "/people/import", import_query(session, path),
                           {body, "text/csv",
                            [&](std::string_view piece) {
                              report.feed(piece);
                              show();
                            },
                            [&](std::uint64_t now) {
                              sent = now;
                              show();
                            }});
  }
  report.finish();
  const auto& result = report.last();
  if (!session.gave_json(result) && result.has("lines")) print_result(session, result);
  if (!result["done"].as_bool()) throw broken_off(result);
  return kOk;
}

}  // namespace

Verb import_verb() {
  return {"people",
          "import",
          "FILE",
          "import people from a CSV file, or from stdin with -",
          {{"separator", "CHAR", "between cells (; , or tab); found out unless told"},
           {"ignore-unknown", "", "leave out columns that are no fields"},
           {"create-fields", "", "make string fields of them"}},
          import_people,
          "The first line names the fields. People are matched by id, else by email. Lines that "
          "can't be\ntaken are listed with number and reason; the rest is imported."};
}

}  // namespace stepgate::cli
