#include "admin/people_import.hpp"

#include <exception>
#include <memory>

#include "admin/problem.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "people/import.hpp"

namespace stepgate::admin {
namespace {

constexpr std::size_t kPiece = 64 << 10;
/// After so many lines they come more rarely: a client that reads nothing before it has sent its
/// whole file must not make the host wait for it.
constexpr int kFrequentLines = 400;
constexpr Ms kRareMs = 5'000;

Json counts(const people::ImportProgress& progress) {
  return Json::object({{"lines", progress.lines},
                       {"bytes", progress.bytes},
                       {"inserted", progress.inserted},
                       {"updated", progress.updated},
                       {"unchanged", progress.unchanged},
                       {"refused", progress.refused}});
}

class Upload {
 public:
  explicit Upload(Call& call, people::ImportOptions options)
      : call_(call),
        import_(*call.parts.database, std::move(options)),
        told_at_(call.parts.clock->steady()) {}

  void run() {
    std::exception_ptr broken;
    try {
      read();
    } catch (...) {
      broken = std::current_exception();
      // Nothing was taken: a refusal like any other.
      if (import_.progress().lines == 0 && !call_.response.started()) throw;
    }
    if (broken) keep(broken);
    tell_end(broken);
  }

 private:
  void read() {
    const auto piece = std::make_unique<char[]>(kPiece);
    while (const auto n = call_.request.read_body_chunk(piece.get(), kPiece)) {
      import_.feed({piece.get(), n});
      if (call_.request.stopping())
        throw Error(
            ErrorKind::unavailable, "HOST_STOPPING", "the import", "the host is stopping",
            "Import the file again when it is back: what is there already is left as it is");
      tell_progress();
    }
    import_.finish();
  }

  /// A store that can't take the rest is then what is told.
  void keep(std::exception_ptr& broken) {
    try {
      import_.keep();
    } catch (...) {
      broken = std::current_exception();
    }
    log(Severity::warn, "admin", "an import broke: " + problem_json(broken)["detail"].as_string());
  }

  void tell_progress() {
    if (import_.progress().lines == 0) return;
    const auto now = call_.parts.clock->steady();
    const auto pause = told_ < kFrequentLines ? call_.parts.progress_ms
                                              : std::max(kRareMs, call_.parts.progress_ms);
    if (now - told_at_ < pause) return;
    told_at_ = now;
    ++told_;
    line(counts(import_.progress()));
    call_.response.flush();
  }

  void tell_end(const std::exception_ptr& broken) {
    Json json = Json::object({{"done", !broken}});
    const auto so_far = counts(import_.progress());
    for (const auto& [name, value] : so_far.members()) json.set(name, value);
    Json errors = Json::array();
    for (const auto& error : import_.progress().errors)
      errors.push(Json::object({{"line", error.line},
                                {"code", error.code},
                                {"field", error.field.empty() ? Json() : Json(error.field)},
                                {"message", error.message}}));
    json.set("errors", std::move(errors));
    if (broken) json.set("problem", problem_json(broken));
    line(json);
    call_.response.end();
  }

  void line(const Json& json) {
    if (!call_.response.started()) call_.response.begin("application/x-ndjson");
    call_.response.write(json.dump() + "\n");
  }

  Call& call_;
  people::Import import_;
  Ms told_at_;
  int told_ = 0;
};

/// A form of a browser, or JSON, is not taken for CSV.
void check_media_type(const Call& call) {
  const auto given = call.request.header("Content-Type");
  const auto type = trim(given.substr(0, given.find(';')));
  for (const auto* good : {"", "text/csv", "text/plain", "application/octet-stream",
                           "application/csv", "text/tab-separated-values"})
    if (iequals(type, good)) return;
  throw HttpError(415, "MEDIA_TYPE", "the body of an import",
                  "is " + std::string(cut_utf8(type, 100)) + ", not CSV",
                  "Send the file itself with Content-Type: text/csv");
}

}  // namespace

char separator_of(const Call& call) {
  const auto text = call.query("separator");
  if (text.empty()) return 0;
  if (text == "tab" || text == "\\t" || text == "\t") return '\t';
  if (text.size() == 1 && text[0] > ' ' && text[0] < 127 && text[0] != '"') return text[0];
  throw Error(ErrorKind::invalid, "QUERY_INVALID", "query parameter separator",
              "'" + std::string(cut_utf8(text, 20)) + "' separates no cells",
              "Give one character, such as ; or , or tab");
}

void import_people(Call& call) {
  check_media_type(call);
  people::ImportOptions options;
  options.separator = separator_of(call);
  options.ignore_unknown = call.flag("ignoreUnknown");
  options.create_fields = call.flag("createFields");
  // Shown in the history of every person that changes: a file's name, not a path of any length.
  if (const auto name = trim(call.query("name")); !name.empty())
    options.name = std::string(cut_utf8(name.substr(name.find_last_of('/') + 1), 200));
  Upload(call, std::move(options)).run();
}

}  // namespace stepgate::admin
