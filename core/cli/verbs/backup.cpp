// Backing up the store.
#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/verbs/all.hpp"

namespace stepgate::cli {
namespace {

constexpr std::size_t kLongestLine = 1u << 20;

/// The lines of the answer, as they come in pieces; the last whole one is kept.
class Report {
 public:
  void feed(std::string_view piece) {
    pending_ += piece;
    for (auto end = pending_.find('\n'); end != std::string::npos; end = pending_.find('\n')) {
      last_ = Json::parse(pending_.substr(0, end), {}, "a line of the answer");
      pending_.erase(0, end + 1);
    }
    if (pending_.size() > kLongestLine)
      throw Failure(kRefused, "ANSWER_UNREADABLE", "the host", "answers with a line without end");
  }
  const Json& last() const noexcept { return last_; }

 private:
  std::string pending_;
  Json last_;
};

Failure broken_off(const Json& result) {
  const auto& problem = result["problem"];
  if (problem.is_object())
    return Failure::answer(static_cast<int>(problem["status"].as_int(500)), problem.dump(), "");
  return {kRefused, "BACKUP_BROKEN_OFF", "the backup", "ended without a result",
          "Is the host still running? Look into its log, and begin again."};
}

int back_up(Session& session) {
  const auto body = Json::object({{"file", session.argument(0)}}).dump();
  Report report;
  {
    Progress progress(session.console());
    session.api().transfer(
        "POST", "/backup", {},
        {body,
         "application/json",
         [&](std::string_view piece) {
           report.feed(piece);
           const auto copied = report.last()["copied"].as_double();
           const auto bytes = report.last()["bytes"].as_double();
           if (copied > 0 && bytes > 0)
             progress.show(copied / bytes, bytes_text(static_cast<std::uint64_t>(copied)) + " of " +
                                               bytes_text(static_cast<std::uint64_t>(bytes)));
         },
         {}});
  }
  const auto& result = report.last();
  if (!result["done"].as_bool()) throw broken_off(result);
  if (session.gave_json(result)) return kOk;
  const auto& console = session.console();
  console.good(printable(result["file"].as_string()) + " holds the store (" +
               bytes_text(static_cast<std::uint64_t>(result["bytes"].as_int())) + ")");
  console.note(
      "secret.key is not in it, and without it credentials can't be read: keep a copy of " +
      printable(result["keyFile"].as_string()) + " elsewhere");
  return kOk;
}

}  // namespace

std::vector<Verb> backup_verbs() {
  return {
      {"",
       "backup",
       "FILE",
       "copy the store to a file while the host is at work",
       {},
       back_up,
       "FILE is an absolute path on the daemon's machine, where nothing is yet and the daemon's\n"
       "user may write. secret.key is not in it: back it up as well, apart from the store."}};
}

}  // namespace stepgate::cli
