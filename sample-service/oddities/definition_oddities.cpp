#include "oddities/oddity.hpp"

// docs/protocol.md section 3. The scripts are written for the definition of the profile countries.
namespace sample {
namespace {

constexpr Oddity kOddities[] = {
    {"definition-nested", "the definition stands inside of a whole OpenAPI document",
     "definition wrap default\ndefinition wrap serviceDefinition\ndefinition wrap schemas\n"
     "definition wrap components\n"
     R"(definition set /openapi "3.0.1")"
     "\n"
     R"(definition set /components/schemas/serviceDefinition/properties {"apiName":{"type":"string"}})"},
    {"definition-comments", "the JSON of the definition holds # comments", "definition comments"},
    {"definition-type", "the definition comes as text/plain", "definition type text/plain"},
    {"definition-gzip", "the definition comes compressed, unasked", "definition gzip"},
    {"display-name", "displayName instead of name",
     "definition rename /i18n/*/name displayName\n"
     "definition rename /invocationPayloadDef/flowAttributes/*/i18n/*/name displayName\n"
     "definition rename /callbackPayloadDef/attributes/*/i18n/*/name displayName"},
    {"locale-lower", "texts for en_us",
     "definition rename /i18n/en_US en_us\n"
     "definition rename /invocationPayloadDef/flowAttributes/*/i18n/en_US en_us"},
    {"locale-other", "texts for another language only", "definition delete /i18n/en_US"},
    {"no-i18n", "no texts at all",
     "definition delete /i18n\n"
     "definition delete /invocationPayloadDef/flowAttributes/*/i18n"},
    {"descriptions-plain", "descriptions are plain strings",
     R"(definition set /invocationPayloadDef/fields/*/description "what goes out")"
     "\n"
     R"(definition set /callbackPayloadDef/fields/*/description "what comes back")"
     "\n"
     R"(definition set /invocationPayloadDef/headers/*/description "who asks")"},
    {"is-required", "isRequired instead of required",
     "definition rename /invocationPayloadDef/fields/*/required isRequired"},
    {"picklist-url", "picklistUrl instead of hasPicklist",
     "definition delete /invocationPayloadDef/flowAttributes/*/hasPicklist\n"
     R"(definition set /invocationPayloadDef/flowAttributes/*/picklistUrl "/getPicklist")"},
    {"phone-type", "the old data type phone",
     R"(definition set /invocationPayloadDef/fields/- {"serviceAttribute":"phone","description":{"en_US":"p"},"dataType":"phone","suggestedMarketoAttribute":"phone","required":false})"},
    {"type-unknown", "a data type that nobody knows",
     R"(definition set /invocationPayloadDef/fields/2/dataType "varchar")"},
    {"type-upper", "data types in capitals",
     R"(definition set /invocationPayloadDef/fields/*/dataType "String")"
     "\n"
     R"(definition set /invocationPayloadDef/fields/1/dataType "Email")"},
    {"leftovers", "members of older versions of the interface",
     R"(definition set /provider "x")"
     "\n"
     R"(definition set /authSetting {"authType":"apiKey"})"
     "\n"
     R"(definition set /invocationEndpoint "/submitAsyncAction")"
     "\n"
     R"(definition set /statusEndpoint "/status")"
     "\n"
     "definition set /brandIcon true\ndefinition set /cabundle null\ndefinition set /caBundle "
     "null"},
    {"field-without-name", "a field without serviceAttribute",
     R"(definition set /invocationPayloadDef/fields/- {"description":{"en_US":"x"},"dataType":"string"})"},
    {"field-without-description", "fields without a description",
     "definition delete /callbackPayloadDef/fields/*/description"},
    {"field-id", "a field called id",
     R"(definition set /invocationPayloadDef/fields/- {"serviceAttribute":"id","description":{"en_US":"x"},"dataType":"integer"})"},
    {"field-twice", "a field twice", "definition repeat /callbackPayloadDef/fields/0"},
    {"attribute-success", "a callback attribute called success",
     R"(definition set /callbackPayloadDef/attributes/- {"apiName":"success","i18n":{"en_US":{"name":"Success"}},"dataType":"boolean"})"},
    {"attribute-overlap", "a flow attribute and a callback attribute of one name",
     R"(definition set /callbackPayloadDef/attributes/- {"apiName":"onUnknown","i18n":{"en_US":{"name":"x"}},"dataType":"string"})"},
    {"primary-overlap", "the primary attribute comes back",
     R"(definition set /callbackPayloadDef/attributes/- {"apiName":"codeFormat","i18n":{"en_US":{"name":"x"}},"dataType":"string"})"},
    {"attribute-nameless", "an attribute without apiName",
     R"(definition set /callbackPayloadDef/attributes/- {"dataType":"string"})"},
    {"header-invalid", "a header parameter that nobody may send",
     R"(definition set /invocationPayloadDef/headers/- {"name":"Content-Type","description":{"en_US":"x"}})"},
    {"headers-object", "header parameters as an object",
     R"(definition set /invocationPayloadDef/headers {"X-Request-Source":{"description":{"en_US":"x"}}})"},
    {"attributes-text", "a list that is a text",
     R"(definition set /invocationPayloadDef/globalAttributes "none")"},
    {"no-callback-def", "no callbackPayloadDef: nothing comes back",
     "definition delete /callbackPayloadDef"},
    {"contexts", "every context block is asked for",
     "definition set /invocationPayloadDef/programContext true\n"
     "definition set /invocationPayloadDef/triggerContext true\n"
     "definition set /invocationPayloadDef/programMemberContext true\n"
     R"(definition set /invocationPayloadDef/myTokenContext ["{{my.region}}"])"},
    {"enforced-without-list", "enforcePicklistSelect without hasPicklist",
     "definition set /invocationPayloadDef/flowAttributes/*/hasPicklist false"},
    {"user-driven", "the admin maps every field, in both directions",
     "definition set /invocationPayloadDef/userDrivenMapping true\n"
     "definition set /callbackPayloadDef/userDrivenMapping true"},
    {"suggests-read-only", "an incoming field is suggested for updatedAt, which the host writes",
     R"(definition set /callbackPayloadDef/fields/2/dataType "datetime")"
     "\n"
     R"(definition set /callbackPayloadDef/fields/2/suggestedMarketoAttribute "updatedAt")"
     "\n"
     R"(callback set /objectData/*/leadData/region "2024-02-29T10:00:00Z")"},
    {"option-required", "a required global attribute",
     "definition set /invocationPayloadDef/globalAttributes/0/required true"},
    // What can't be installed.
    {"primary-missing", "no primaryAttribute (refused)", "definition delete /primaryAttribute"},
    {"primary-unknown", "the primaryAttribute is no flow attribute (refused)",
     R"(definition set /primaryAttribute "matchedBy")"},
    {"no-api-name", "no apiName (refused)", "definition delete /apiName"},
    {"no-invocation-def", "no invocationPayloadDef (refused)",
     "definition delete /invocationPayloadDef"},
    {"definition-garbage", "the definition is not JSON (refused)",
     "definition body Internal error: null"},
    {"definition-500", "getServiceDefinition answers 500 (refused)", "definition answer 500"},
    {"definition-404", "getServiceDefinition answers 404 (refused)", "definition answer 404"},
};

}  // namespace

std::span<const Oddity> definition_oddities() { return kOddities; }

}  // namespace sample
