#include "oddities/oddity.hpp"

// docs/protocol.md section 4, "Values written back". Each takes the incoming field `region`, or
// gives it another type and a field of that type, and says it of the first three people only.
namespace sample {
namespace {

#define STEPGATE_TYPE(type)                                      \
  "definition set /callbackPayloadDef/fields/2/dataType \"" type \
  "\"\n"                                                         \
  "definition set /callbackPayloadDef/fields/2/suggestedMarketoAttribute \"odd_" type "\"\n"
#define STEPGATE_VALUE(json)                         \
  "callback delete /objectData/*/leadData/region\n"  \
  "callback set /objectData/0/leadData/region " json \
  "\n"                                               \
  "callback set /objectData/1/leadData/region " json \
  "\n"                                               \
  "callback set /objectData/2/leadData/region " json

constexpr Oddity kOddities[] = {
    {"value-nul", "U+0000 in a text", STEPGATE_VALUE(R"("Eu\u0000rope")")},
    {"value-lone-surrogate", "half of a surrogate pair", STEPGATE_VALUE(R"("a\ud800z")")},
    {"value-bad-utf8", "bytes that are no UTF-8", STEPGATE_VALUE("\"a\xC3\x28\"")},
    {"value-number", "a number for a text", STEPGATE_VALUE("42")},
    {"value-boolean", "a boolean for a text", STEPGATE_VALUE("true")},
    {"value-null", "null for a text", STEPGATE_VALUE("null")},
    {"value-null-text", "the text null", STEPGATE_VALUE(R"("null")")},
    {"value-empty", "an empty text", STEPGATE_VALUE(R"("")")},
    {"value-list", "a list for a text", STEPGATE_VALUE("[1,2]")},
    {"value-object", "an object for a text", STEPGATE_VALUE(R"({"a":1})")},
    {"value-long", "a text of 300 bytes",
     STEPGATE_VALUE("\"a\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\"")},
    {"value-digits", "a number with more digits than a double holds",
     STEPGATE_VALUE("123456789012345678901234567890.10")},
    {"email-long", "an address of 300 bytes",
     STEPGATE_TYPE("email") STEPGATE_VALUE("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                           "aaaaaaaaaa@example.com\"")},
    {"float-word", "a word for a float", STEPGATE_TYPE("float") STEPGATE_VALUE(R"("much")")},
    {"score-bounded", "a score that would go beyond 32 bits",
     STEPGATE_TYPE("score") STEPGATE_VALUE(R"("-2147483648")")},
    {"integer-na", "N/A for an integer", STEPGATE_TYPE("integer") STEPGATE_VALUE(R"("N/A")")},
    {"integer-text", "an integer as a text", STEPGATE_TYPE("integer") STEPGATE_VALUE(R"("17")")},
    {"integer-large", "an integer beyond 32 bits",
     STEPGATE_TYPE("integer") STEPGATE_VALUE("3000000000")},
    {"integer-huge", "an integer beyond 64 bits",
     STEPGATE_TYPE("integer") STEPGATE_VALUE("99999999999999999999")},
    {"integer-fraction", "a fraction for an integer",
     STEPGATE_TYPE("integer") STEPGATE_VALUE("1.5")},
    {"integer-null", "null for an integer", STEPGATE_TYPE("integer") STEPGATE_VALUE("null")},
    {"integer-empty", "an empty text for an integer",
     STEPGATE_TYPE("integer") STEPGATE_VALUE(R"("")")},
    {"float-text", "a float as a text", STEPGATE_TYPE("float") STEPGATE_VALUE(R"("1.25")")},
    {"float-huge", "a float beyond double", STEPGATE_TYPE("float") STEPGATE_VALUE("1e999")},
    {"score-relative", "a score that is added", STEPGATE_TYPE("score") STEPGATE_VALUE(R"("+5")")},
    {"score-absolute", "a score as a text", STEPGATE_TYPE("score") STEPGATE_VALUE(R"("5")")},
    {"boolean-text", "a boolean as a text", STEPGATE_TYPE("boolean") STEPGATE_VALUE(R"("on")")},
    {"boolean-null", "null for a boolean, which is false",
     STEPGATE_TYPE("boolean") STEPGATE_VALUE("null")},
    {"boolean-word", "a word for a boolean",
     STEPGATE_TYPE("boolean") STEPGATE_VALUE(R"("perhaps")")},
    {"date-datetime", "a date and time for a date",
     STEPGATE_TYPE("date") STEPGATE_VALUE(R"("2024-02-29T10:00:00Z")")},
    {"date-impossible", "the 30th of February",
     STEPGATE_TYPE("date") STEPGATE_VALUE(R"("2024-02-30")")},
    {"datetime-offset", "a time with offset and fraction",
     STEPGATE_TYPE("datetime") STEPGATE_VALUE(R"("2024-02-29T10:00:00.987+02:00")")},
    {"datetime-local", "a time without offset",
     STEPGATE_TYPE("datetime") STEPGATE_VALUE(R"("2024-02-29T10:00:00")")},
    {"datetime-number", "a time as a number",
     STEPGATE_TYPE("datetime") STEPGATE_VALUE("1709200800")},
    {"writes-on-failure", "fields beside success: false",
     R"(callback set /objectData/7/leadData/region "Fairyland")"},
};

}  // namespace

std::span<const Oddity> value_oddities() { return kOddities; }

}  // namespace sample
