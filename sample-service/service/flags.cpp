#include "service/flags.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>

namespace sample {
namespace {

template <class Number>
bool read_number(std::string_view text, Number& into) {
  const auto end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, into);
  return !text.empty() && error == std::errc() && last == end;
}

bool read_ms(std::string_view text, std::chrono::milliseconds& into) {
  std::uint32_t ms = 0;
  if (!read_number(text, ms)) return false;
  into = std::chrono::milliseconds(ms);
  return true;
}

bool read_listen(Options& o, std::string_view text) {
  const auto where = parse_host_port(text, std::nullopt);
  if (where) o.listen = *where;
  return where.has_value();
}

bool read_profile(Options& o, std::string_view text) {
  o.profile = text;
  return text == "countries" || text == "bench";
}

// "@FILE" keeps the key out of the process list.
bool read_key(Options& o, std::string_view text) {
  if (!text.starts_with('@')) return o.api_key = text, true;
  std::ifstream file{std::string(text.substr(1))};
  return static_cast<bool>(std::getline(file, o.api_key));
}

bool read_base_path(Options& o, std::string_view text) {
  if (!text.starts_with('/') || text.find_first_of("?# ") != std::string_view::npos) return false;
  while (text.ends_with('/')) text.remove_suffix(1);
  o.base_path = text;
  return true;
}

bool read_token_place(Options& o, std::string_view text) {
  if (text == "header") return o.token_place = TokenPlace::kHeader, true;
  if (text == "bearer") return o.token_place = TokenPlace::kBearer, true;
  if (text == "body") return o.token_place = TokenPlace::kBody, true;
  return false;
}

bool read_status(Options& o, std::string_view text) {
  return read_number(text, o.faults.status_code) && o.faults.status_code >= 200 &&
         o.faults.status_code <= 599;
}

bool read_oddities(Options& o, std::string_view text) {
  if (text == "list") return o.list_oddities = true;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    if (!o.oddities.add(text.substr(0, comma))) return false;
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return true;
}

using Every = std::uint64_t FaultOptions::*;
template <Every kMember>
bool read_every(Options& o, std::string_view text) {
  return read_number(text, o.faults.*kMember);
}

using O = Options;
using V = std::string_view;
using F = FaultOptions;

constexpr Flag kFlags[] = {
    {"--listen", "HOST:PORT", "where to listen (127.0.0.1:9400; port 0 takes a free one)",
     read_listen, "Where"},
    {"--port-file", "FILE", "write the port there once it is open",
     [](O& o, V v) { return o.port_file = v, true; }},
    {"--base-path", "PATH", "serve everything below this path, for example /v2", read_base_path},
    {"--api-key", "KEY|@FILE", "the key that callers send (sample-key; empty: none is asked for)",
     read_key, "Credentials"},
    {"--key-in-query", "NAME", "take the key from this query parameter, not from X-API-Key",
     [](O& o, V v) { return o.key_in_query = v, !v.empty(); }},
    {"--profile", "countries|bench", "what the service does (countries)", read_profile, "Service"},
    {"--salt", "N", "other results of the profile bench (1)",
     [](O& o, V v) { return read_number(v, o.salt); }},
    {"--yaml-only", "", "no /openapi.json, only /openapi.yaml",
     [](O& o, V) { return o.yaml_only = true; }},
    {"--no-picklist", "", "neither declare nor serve /getPicklist",
     [](O& o, V) { return o.picklist = false, true; }},
    {"--log", "FILE", "append what came and what was sent, one JSON object a line",
     [](O& o, V v) { return o.log_file = v, true; }},
    {"--delay-ms", "N", "pause between the answer and the callback (0)",
     [](O& o, V v) { return read_ms(v, o.delay); }, "Callbacks"},
    {"--hold", "", "answer a submit only when its callback has been delivered",
     [](O& o, V) { return o.hold = true; }},
    {"--callback-conns", "N", "connections to one host (16)",
     [](O& o, V v) {
       return read_number(v, o.callback_connections) && o.callback_connections > 0;
     }},
    {"--callback-timeout-ms", "N", "how long to wait for an answer (10000)",
     [](O& o, V v) { return read_ms(v, o.callback_timeout); }},
    {"--callback-retries", "N", "after 404, 408, 409, 429, 5xx or no answer (5)",
     [](O& o, V v) { return read_number(v, o.callback_retries) && o.callback_retries >= 0; }},
    {"--retry-ms", "N", "the first pause, which doubles up to a minute (200)",
     [](O& o, V v) { return read_ms(v, o.retry_pause); }},
    {"--token-in", "header|bearer|body", "how the token goes back (header)", read_token_place},
    {"--status-code", "S", "answer every submit with this status", read_status,
     "Faults of a submit (every N-th; 0 is never)"},
    {"--reject-every", "N", "429 with Retry-After", read_every<&F::reject_every>},
    {"--unavailable-every", "N", "503 with Retry-After", read_every<&F::unavailable_every>},
    {"--error-every", "N", "500", read_every<&F::error_every>},
    {"--retry-after", "SECONDS", "of 429 and 503 (1)", read_every<&F::retry_after>},
    {"--work-anyway", "", "work and call back even when the submit was refused",
     [](O& o, V) { return o.faults.work_anyway = true; }},
    {"--status-fail", "", "GET /status answers 500",
     [](O& o, V) { return o.faults.status_fail = true; }},
    {"--chunk-error-every", "N", "the callback is an error of the whole chunk",
     read_every<&F::chunk_error_every>, "Faults of a callback"},
    {"--lead-error-every", "N", "the person fails", read_every<&F::lead_error_every>},
    {"--partial-every", "N", "the person is left out", read_every<&F::partial_every>},
    {"--duplicate-every", "N", "sent twice", read_every<&F::duplicate_every>},
    {"--bad-token-every", "N", "sent with a forged token first", read_every<&F::bad_token_every>},
    {"--garbage-every", "N", "an unreadable body first", read_every<&F::garbage_every>},
    {"--no-callback-every", "N", "never sent", read_every<&F::no_callback_every>},
    {"--odd", "NAME[,NAME...]|list", "differ from the book in these ways; list shows all",
     read_oddities, "Oddities"},
    {"--change", "LINE", "one change of what is said, as in oddities/script.hpp",
     [](O& o, V v) { return o.oddities.add_change(v); }},
    {"--help", "", "this text", [](O& o, V) { return o.help = true; }, "Other"},
};

}  // namespace

const std::vector<Flag>& all_flags() {
  static const std::vector<Flag> kAll = [] {
    std::vector<Flag> all(std::begin(kFlags), std::end(kFlags));
    const auto before_help = all.end() - 1;
    const auto more = auth_flags();
    all.insert(before_help, more.begin(), more.end());
    return all;
  }();
  return kAll;
}

}  // namespace sample
