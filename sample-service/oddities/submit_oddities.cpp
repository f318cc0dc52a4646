#include "oddities/oddity.hpp"

// docs/protocol.md section 2: how a submit is answered.
namespace sample {
namespace {

constexpr Oddity kOddities[] = {
    {"submit-200", "accepted with 200 and a JSON body",
     R"(submit answer 200)"
     "\n"
     R"(submit body {"status":"accepted"})"},
    {"submit-202", "accepted with 202", "submit answer 202"},
    {"submit-204", "accepted with 204", "submit answer 204"},
    {"submit-text", "accepted with a text", "submit body queued\nsubmit type text/plain"},
    {"submit-html", "accepted with a page of HTML",
     "submit body <html><body>Thanks</body></html>\nsubmit type text/html"},
    {"submit-garbage", "accepted with JSON that ends too early",
     "submit body {\"result\": [\nsubmit type application/json"},
    {"submit-gzip", "accepted with a compressed body, unasked",
     R"(submit body {"status":"accepted"})"
     "\nsubmit gzip"},
    {"submit-large", "accepted with a body of 300 KB", "submit body ok\nsubmit pad 300000"},
    {"busy-503-seconds", "the first submit: 503 with Retry-After in seconds",
     "submit first 503\nsubmit retry-after 1"},
    {"busy-503-date", "the first submit: 503 with Retry-After as a date",
     "submit first 503\nsubmit retry-date 2"},
    {"busy-503", "the first submit: 503 at once, without Retry-After", "submit first 503"},
    {"busy-429-date", "the first submit: 429 with Retry-After as a date",
     "submit first 429\nsubmit retry-date 2"},
    {"busy-429", "the first submit: 429 without Retry-After", "submit first 429"},
    {"busy-408", "the first submit: 408", "submit first 408"},
    {"most-people", "more than 3 people are answered 413", "submit most-people 3"},
    {"most-bytes", "more than 1500 bytes are answered 413", "submit most-bytes 1500"},
    {"held", "a submit is answered after its callback", "submit hold"},
    {"held-500", "a submit is answered 500 after a good callback", "submit held 500"},
    {"held-502", "a submit is answered 502 after a good callback", "submit held 502"},
    {"works-after-500", "a submit is answered 500 at once, and worked on", "submit answer 500"},
    {"works-after-400", "a submit is answered 400, and worked on (everyone fails)",
     "submit answer 400"},
    {"redirect", "a submit is answered 302 (everyone fails)",
     "submit answer 302\nsubmit header Location: /elsewhere"},
};

}  // namespace

std::span<const Oddity> submit_oddities() { return kOddities; }

}  // namespace sample
