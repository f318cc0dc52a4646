#include "oddities/oddity.hpp"

// docs/protocol.md section 4: the shape of a callback.
namespace sample {
namespace {

constexpr Oddity kOddities[] = {
    {"token-bearer", "the token comes as Authorization: Bearer",
     "callback without x-callback-token\ncallback header Authorization: Bearer $TOKEN"},
    {"token-body", "the token comes in the body",
     R"(callback without x-callback-token)"
     "\n"
     R"(callback set /token "$TOKEN")"},
    {"token-empty-header", "an empty x-callback-token, and the token in the body",
     "callback without x-callback-token\ncallback header x-callback-token: \n"
     R"(callback set /token "$TOKEN")"},
    {"token-wrong-bearer", "the token in its header, the service's own in Authorization",
     "callback header Authorization: Bearer $KEY"},
    {"token-wrong-header", "another token in its header, the good one in the body",
     "callback without x-callback-token\ncallback header x-callback-token: forged\n"
     R"(callback set /token "$TOKEN")"},
    {"own-api-key", "x-api-key is the service's own key",
     "callback without x-api-key\ncallback header x-api-key: $KEY"},
    {"no-api-key", "no x-api-key", "callback without x-api-key"},
    {"no-content-type", "no Content-Type", "callback without content-type"},
    {"content-type-form", "a Content-Type that says form",
     "callback without content-type\n"
     "callback header Content-Type: application/x-www-form-urlencoded"},
    {"chunked", "chunked, without Content-Length", "callback chunked"},
    {"callback-bom", "the body begins with a byte order mark", "callback bom"},
    {"callback-large", "3 MB of blanks behind the body", "callback pad 3000000"},
    {"munchkin-short", "munchkinId is 123", R"(callback set /munchkinId "123")"},
    {"no-munchkin", "no munchkinId", "callback delete /munchkinId"},
    {"extra-keys", "members that nobody knows, at every level",
     R"(callback set /traceId {"a":[1,2,{"b":null}]})"
     "\n"
     R"(callback set /objectData/*/extra [1])"
     "\n"
     R"(callback set /objectData/*/leadData/undeclared "x")"
     "\n"
     R"(callback set /objectData/*/activityData/undeclared "x")"},
    {"flat-entries", "entries without leadData and activityData",
     "callback lift /objectData/*/leadData\ncallback lift /objectData/*/activityData"},
    {"flat-fields", "entries without leadData, with activityData",
     "callback lift /objectData/*/leadData"},
    {"string-ids", "ids are strings", "callback quote /objectData/*/leadData/id"},
    {"success-absent", "success is left out where it is true",
     "callback delete /objectData/0/activityData/success\n"
     "callback delete /objectData/1/activityData/success"},
    {"success-null", "success is null", "callback set /objectData/0/activityData/success null"},
    {"success-text", "success is a text", "callback quote /objectData/*/activityData/success"},
    {"success-strange", "success is a word that says nothing",
     R"(callback set /objectData/0/activityData/success "maybe")"},
    {"failure-silent", "success is false, without code and reason",
     "callback set /objectData/0/activityData/success false\n"
     "callback delete /objectData/7/activityData/errorCode\n"
     "callback delete /objectData/7/activityData/reason"},
    {"null-codes", "errorCode and reason are null on success",
     "callback set /objectData/0/activityData/errorCode null\n"
     "callback set /objectData/0/activityData/reason null\n"
     "callback set /errorCode null\ncallback set /errorMessage null"},
    {"empty-codes", "errorCode is empty, of the chunk too",
     R"(callback set /objectData/0/activityData/errorCode "")"
     "\n"
     R"(callback set /errorCode "")"},
    {"code-on-success", "errorCode beside success: true",
     R"(callback set /objectData/0/activityData/errorCode "E1")"},
    {"error-object", "failures as {status, error: {code, message}}",
     "callback delete /objectData/7/activityData\n"
     R"(callback set /objectData/7/status "error")"
     "\n"
     R"(callback set /objectData/7/error {"code":"E7","message":"no such country"})"},
    {"chunk-error-object", "a whole chunk fails as {status, error: {code, message}}",
     "callback delete /objectData\n"
     R"(callback set /status "error")"
     "\n"
     R"(callback set /error {"code":"E7","message":"out of order"})"},
    {"chunk-error", "a whole chunk fails with errorCode and errorMessage",
     R"(callback set /errorCode "QUOTA")"
     "\n"
     R"(callback set /errorMessage "the day's quota is used up")"},
    {"attribute-list", "a list as the value of an attribute",
     R"(callback set /objectData/*/activityData/matchedBy ["exact",{"a":1}])"},
    {"attribute-object", "an object as the value of an attribute",
     R"(callback set /objectData/*/activityData/matchedBy {"by":"name"})"},
    {"defaults", "defaultValues fill what entries leave out",
     "callback delete /objectData/*/leadData/region\n"
     "callback delete /objectData/*/activityData/matchedBy\n"
     R"(callback set /defaultValues {"leadDefaults":{"region":"Everywhere"},"activityDefaults":{"matchedBy":"default"}})"},
    {"defaults-null", "defaultValues beside a null, which they must not fill",
     "callback set /objectData/*/leadData/region null\n"
     R"(callback set /defaultValues {"leadDefaults":{"region":"Everywhere"}})"},
    {"defaults-null-members", "defaultValues whose members are null",
     R"(callback set /defaultValues {"leadDefaults":null,"activityDefaults":null})"},
    {"person-twice", "a person comes twice; the last entry counts",
     "callback repeat /objectData/0\n"
     R"(callback set /objectData/0/leadData/region "not this")"},
    {"person-unknown", "an entry for somebody who is not in the chunk",
     "callback repeat /objectData/0\ncallback set /objectData/0/leadData/id 999999999"},
    {"person-without-id", "an entry without an id", "callback delete /objectData/0/leadData/id"},
    {"person-bad-id", "an id that is no number",
     R"(callback set /objectData/0/leadData/id "00Q3000000abc")"},
    {"person-missing", "a person is left out", "callback delete /objectData/0"},
    {"nobody", "objectData is empty", "callback set /objectData []"},
    {"nobody-absent", "no objectData", "callback delete /objectData"},
    {"list-bare", "the body is the list of entries", "callback lift /objectData"},
    {"entry-bare", "one entry stands there without its list", "callback bare /objectData"},
    {"error-beside", "an error beside entries, which count",
     R"(callback set /error "out of order")"},
    {"entry-null", "an entry is null", "callback set /objectData/0 null"},
    {"lead-data-null", "leadData is null", "callback set /objectData/0/leadData null"},
};

}  // namespace

std::span<const Oddity> callback_oddities() { return kOddities; }

}  // namespace sample
