#include "oddities/oddity.hpp"

// docs/protocol.md section 3: what status, picklists, icons and the guide answer.
namespace sample {
namespace {

constexpr Oddity kOddities[] = {
    {"status-empty", "status answers with an empty body", "status body "},
    {"status-204", "status answers 204", "status body \nstatus answer 204"},
    {"status-ok", "status answers {\"status\":\"ok\"}", R"(status body {"status":"ok"})"},
    {"status-200", "status answers {\"status\":200}", R"(status body {"status":200})"},
    {"status-text", "status answers with a text", "status body OK\nstatus type text/plain"},
    {"status-list", "status answers with a list", "status body []"},
    {"status-warn-error", "status speaks in warn and error",
     R"(status body {"warn":["slow today"],"error":"one shard is down"})"},
    {"status-notices", "notices of all three kinds",
     R"(status body {"info":["i"],"warnings":["w"],"errors":["e"]})"},
    {"status-open", "status asks for no credentials", "status open"},
    {"status-403", "wrong credentials are answered 403, not 401", "status refuse 403"},
    {"status-500", "status answers 500 (not verified)", "status answer 500"},
    {"deprecated-announced", "a deprecation date in the future",
     R"(status body {"deprecationMessage":"use v2","deprecationDate":"2999-12-31T00:00:00Z"})"},
    {"deprecated", "a deprecation date in the past, without a time",
     R"(status body {"deprecationMessage":"use v2","deprecationDate":"2001-12-31"})"},
    {"deprecated-undated", "a deprecation message without a date",
     R"(status body {"deprecationMessage":"use v2"})"},
    {"deprecated-unreadable", "a deprecation date that nobody can read",
     R"(status body {"deprecationMessage":"use v2","deprecationDate":"next spring"})"},
    {"picklist-404", "a picklist answers 404", "picklist answer 404"},
    {"picklist-400", "a picklist answers 400", "picklist answer 400"},
    {"picklist-500", "a picklist answers 500", "picklist answer 500"},
    {"picklist-empty-object", "a picklist answers {}", "picklist body {}"},
    {"picklist-silent", "a picklist answers with nothing", "picklist body "},
    {"picklist-no-choices", "a picklist without choices", R"(picklist body {"choices":[]})"},
    {"picklist-unsendable", "a choice whose value is a list",
     R"(picklist set /choices/- {"displayValue":{"en_US":"x"},"submittedValue":[1]})"},
    {"picklist-bare", "choices without the object around them", "picklist lift /choices"},
    {"picklist-plain", "displayValue is a plain string",
     R"(picklist set /choices/*/displayValue "a choice")"},
    {"picklist-without-display", "choices without displayValue",
     "picklist delete /choices/*/displayValue"},
    {"picklist-numbers", "a number and a boolean as submittedValue",
     R"(picklist set /choices/- {"displayValue":{"en_US":"Five"},"submittedValue":5})"
     "\n"
     R"(picklist set /choices/- {"displayValue":{"en_US":"True"},"submittedValue":true})"},
    {"picklist-valueless", "a choice without submittedValue",
     R"(picklist set /choices/- {"displayValue":{"en_US":"Nothing"}})"},
    {"picklist-long", "1500 choices", "picklist fill /choices 1500"},
    {"icon-404", "declared icons answer 404", "brandIcon answer 404\nserviceIcon answer 404"},
    {"icon-html", "an icon is a page of HTML",
     "serviceIcon body <!doctype html><p>Sign in</p>\nserviceIcon type text/html"},
    {"icon-type-wrong", "a PNG comes as text/plain", "serviceIcon type text/plain"},
    {"icon-huge", "an icon of 8 MB", "serviceIcon pad 8388608"},
    {"guide-404", "a declared guide answers 404", "guide answer 404"},
    {"guide-empty", "the guide is empty", "guide body "},
    {"guide-hostile", "the guide holds scripts, handlers and forms",
     "guide body <h1 onclick=alert(1)>Setup</h1><script>alert(2)</script>"
     "<iframe src=https://b.example/></iframe><a href=javascript:alert(3)>x</a>"
     "<form action=https://b.example/><input name=p></form><p>Read <b>this</b>.</p>"},
    {"guide-text", "the guide is plain text", "guide body Ask us.\nguide type text/plain"},
};

}  // namespace

std::span<const Oddity> read_oddities() { return kOddities; }

}  // namespace sample
