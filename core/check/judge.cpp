// What is said about a submit, its callbacks, and how people ended.
#include <algorithm>
#include <map>

#include "base/error.hpp"
#include "base/text.hpp"
#include "check/run.hpp"
#include "flow/result_builder.hpp"

namespace stepgate::check {
namespace {

constexpr std::string_view kSubmit = "/submitAsyncAction";

std::string header_of(const runtime::CallbackRequest& callback, std::string_view name) {
  for (const auto& header : callback.headers)
    if (iequals(header.name, name)) return header.value;
  return {};
}

void judge_submit(Stage& stage, const std::vector<Call>& calls) {
  for (const auto& call : calls) {
    if (call.status < 200 || call.status >= 300 || call.status == 201) continue;
    stage.report.note({"SUBMIT_STATUS", std::string(kSubmit),
                       "a submit was answered " + std::to_string(call.status) +
                           "; 201 is the answer that the interface names",
                       "Answer 201."});
    return;
  }
}

/// What a submit was answered last, where its callback was good all the same. What the engine has
/// seen of it already is in the log.
void judge_answer(Stage& stage, const std::vector<Call>& submits, const std::vector<Seen>& seen) {
  std::map<std::string, const Call*> last;
  for (const auto& call : submits) last[call.callback_url] = &call;
  for (const auto& [url, call] : last) {
    const bool good = std::any_of(seen.begin(), seen.end(), [&url = url](const Seen& one) {
      return one.status == 200 && url.ends_with("/" + one.code) &&
             one.answer.find("\"late\"") == std::string::npos;
    });
    if (!good || (call->status > 0 && call->status < 300) || stage.report.has("AMBIGUOUS"))
      continue;
    const auto end = call->status == 0 ? "had no answer: " + call->failure
                                       : "was answered " + std::to_string(call->status);
    stage.report.warn({"SUBMIT_FAILED", std::string(kSubmit),
                       "a submit " + end + ", and its callback was good",
                       "Answer 201 when the work is taken; a failure is told by the callback."});
    return;
  }
}

void judge_form(Stage& stage, const Seen& seen) {
  const auto type = header_of(seen.callback, "content-type");
  if (!starts_with_i(type, "application/json"))
    stage.report.warn({"CALLBACK_CONTENT_TYPE", "Content-Type",
                       type.empty() ? std::string("the callback has no content type")
                                    : "the callback is called '" + type + "'",
                       "Set Content-Type to application/json."});
}

void judge_refused(Stage& stage, const std::vector<Seen>& callbacks) {
  std::map<int, int> refused;
  std::map<int, std::string> answers;
  int repeats = 0;
  for (const auto& seen : callbacks) {
    if (seen.staged || seen.status == 0) continue;
    if (seen.status == 200) {
      repeats += seen.answer.find("\"duplicate\"") != std::string::npos;
      continue;
    }
    ++refused[seen.status];
    answers[seen.status] = seen.answer;
  }
  if (repeats > 0)
    stage.report.warn({"CALLBACK_REPEATED", "callback",
                       "the same results came " + std::to_string(repeats) +
                           " more times after they had been taken",
                       "Stop when the host has answered 200."});
  const auto tell = [&](int status, const char* code, const char* fact, const char* remedy) {
    if (!refused.contains(status)) return;
    stage.report.warn({code, "callback",
                       std::string(fact) + ", answered " + std::to_string(status) + ": " +
                           stage.wire.mask(answers[status]),
                       remedy});
  };
  tell(401, "CALLBACK_TOKEN_WRONG", "a callback came with a missing or wrong token",
       "Send the token of the submit in the header x-callback-token.");
  tell(400, "CALLBACK_UNREADABLE", "a callback could not be read",
       "Send the JSON that the interface describes.");
  tell(413, "CALLBACK_TOO_LARGE", "a callback was too large", "Send less with each person.");
  tell(409, "CALLBACK_CONFLICT", "a second callback brought other results",
       "Send one result for each person, once.");
}

void judge_strangers(Stage& stage) {
  const auto strangers = stage.wire.strangers();
  if (strangers.empty()) return;
  const auto& first = strangers.front();
  stage.report.warn({"CALLBACK_URL_CHANGED", first.method + " " + first.path,
                     "somebody called an address that is no callback URL of this host, answered " +
                         std::to_string(first.status),
                     "Call exactly the callbackUrl of the submit, by POST."});
}

std::string url_told(const std::vector<Call>& calls) {
  std::string url;
  for (const auto& call : calls)
    if (!call.callback_url.empty()) url = call.callback_url;
  return url;
}

std::string last_answer(const std::vector<Call>& calls) {
  if (calls.empty()) return "nothing was sent";
  const auto& last = calls.back();
  if (last.status != 0)
    return "the submit was answered " + std::to_string(last.status) +
           (last.answer.empty() ? "" : ", " + last.answer);
  return "the submit had no answer: " + last.failure;
}

void judge_missing(Stage& stage, const RunEnd& end, const std::vector<Call>& calls) {
  stage.report.error(
      {"CALLBACK_MISSING", url_told(calls),
       "no good callback came within " + std::to_string(end.millis / 1000) + " s; " +
           last_answer(calls),
       "Check that the service can reach this URL from where it runs (--listen, --public-url), "
       "that "
       "it calls it by POST with the token in x-callback-token, and whether it needs longer "
       "(--deadline)."});
}

/// Everybody failed, or somebody was left out.
void judge_people(Stage& stage, const RunEnd& end, const std::vector<Call>& calls) {
  const auto& show = end.show;
  std::map<std::string, std::string> codes;
  for (const auto& failure : show["failures"].items())
    codes[failure["code"].as_string()] = failure["message"].as_string();
  if (codes.contains("CALLBACK_TIMEOUT")) return judge_missing(stage, end, calls);
  if (codes.contains(std::string(flow::kNoCode)))
    stage.report.warn({"FAILURE_WITHOUT_CODE", "/objectData/activityData",
                       "some people failed without an errorCode", "Give each failure a code."});
  const auto done = show["changed"].as_int() + show["unchanged"].as_int();
  if (done > 0 || show["failed"].as_int() == 0) return;
  std::vector<std::string> reasons;
  for (const auto& [code, message] : codes)
    reasons.push_back(code + (message.empty() ? "" : " (" + message + ")"));
  stage.report.error({"EVERYONE_FAILED", std::string(kSubmit),
                      "every person of the first chunk failed: " +
                          stage.wire.mask(join(reasons, ", ")) + "; " + last_answer(calls),
                      "Look at the codes, try other values with --set and --people, and see "
                      "--trace."});
}

}  // namespace

void judge_chunk(Stage& stage, const RunEnd& end, std::size_t first_call,
                 std::size_t first_callback) {
  std::vector<Call> submits;
  const auto calls = stage.wire.calls();
  for (std::size_t i = first_call; i < calls.size(); ++i)
    if (!calls[i].callback_url.empty()) submits.push_back(calls[i]);
  auto callbacks = stage.wire.callbacks();
  callbacks.erase(callbacks.begin(),
                  callbacks.begin() + static_cast<std::ptrdiff_t>(first_callback));
  judge_submit(stage, submits);
  for (const auto& seen : callbacks)
    if (seen.status == 200) {
      judge_form(stage, seen);
      break;
    }
  judge_refused(stage, callbacks);
  judge_strangers(stage);
  if (end.kind == RunEnd::Kind::paused)
    stage.report.error(
        {"SUBMIT_CREDENTIALS_REFUSED", std::string(kSubmit),
         "the service refused the credentials that its /status had taken: " + last_answer(submits),
         "Let every endpoint take the same credentials."});
  if (end.kind == RunEnd::Kind::overdue) judge_missing(stage, end, submits);
  if (end.kind == RunEnd::Kind::done) judge_people(stage, end, submits);
  take_log(stage, end.run);
  if (end.kind == RunEnd::Kind::done) judge_answer(stage, submits, callbacks);
}

}  // namespace stepgate::check
