#include "oddities/oddity.hpp"

// docs/protocol.md section 1.
namespace sample {
namespace {

constexpr Oddity kOddities[] = {
    {"no-title", "info without a title", "document delete /info/title"},
    {"no-provider", "info without x-providerName", "document delete /info/x-providerName"},
    {"no-schema-version", "info without x-schemaVersion", "document delete /info/x-schemaVersion"},
    {"no-support", "info without x-supportContact", "document delete /info/x-supportContact"},
    {"support-object", "x-supportContact is an object",
     R"(document set /info/x-supportContact {"x-supportEmail":"a@b.example","x-supportPage":"https://b.example/"})"},
    {"support-beside", "supportEmail and supportPage beside an absent x-supportContact",
     "document delete /info/x-supportContact\n"
     R"(document set /info/supportEmail "a@b.example")"
     "\n"
     R"(document set /info/supportPage "https://b.example/")"},
    {"own-version", "x-schemaVersion is the service's own version",
     R"(document set /info/x-schemaVersion "7.3-beta")"},
    {"servers-empty", "servers with an empty URL", R"(document set /servers [{"url":""}])"},
    {"servers-empty-list", "servers is an empty list", "document set /servers []"},
    {"servers-origin", "the server's URL is /", R"(document set /servers [{"url":"/"}])"},
    {"servers-slash", "the server's URL ends with a slash",
     R"(document set /servers [{"url":"$ORIGIN/"}])"},
    {"servers-variables", "the server's URL has variables with defaults",
     R"(document set /servers [{"url":"http://{host}:{port}","variables":{"host":{"default":"$HOST"},"port":{"default":"$PORT"}}}])"},
    {"servers-two", "a second server, which is not there",
     R"(document set /servers [{"url":"$ORIGIN"},{"url":"http://127.0.0.1:9/"}])"},
    {"security-undefined", "the first entry of security is defined nowhere",
     R"(document set /security [{"nowhere":[]},{"apiKey":[]}])"},
    {"security-two", "two entries of security",
     R"(document set /components/securitySchemes/second {"type":"http","scheme":"basic"})"
     "\n"
     R"(document set /security [{"apiKey":[]},{"second":[]}])"},
    {"security-cookie-first", "the first scheme sends its key in a cookie",
     R"(document set /components/securitySchemes/first {"type":"apiKey","in":"cookie","name":"k"})"
     "\n"
     R"(document set /security [{"first":[]},{"apiKey":[]}])"},
    {"security-object", "security is an object", R"(document set /security {"apiKey":[]})"},
    {"unknown-path", "a path that the interface does not know",
     R"(document set /paths/~1reports {"get":{"responses":{"200":{"description":"x"}}}})"},
    {"operation-ids", "empty and repeated operationIds",
     R"(document set /paths/~1status/get/operationId "")"
     "\n"
     R"(document set /paths/~1getServiceDefinition/get/operationId "submitAsyncAction")"},
    {"wrong-schemas", "schemas that its own answers do not fit",
     R"(document set /components/schemas/serviceStatus {"type":"array","items":{"type":"integer"}})"
     "\n"
     R"(document set /components/schemas/async {"type":"string","maxLength":1})"},
    {"submit-without-body", "submit declares no request body",
     "document delete /paths/~1submitAsyncAction/post/requestBody"},
    {"submit-without-callbacks", "submit declares no callbacks",
     "document delete /paths/~1submitAsyncAction/post/callbacks"},
    {"callbacks-renamed", "callbacks of another name and expression",
     R"(document set /paths/~1submitAsyncAction/post/callbacks {"done":{"{$request.body#/callback}":{"post":{"responses":{"200":{"description":"x"}}}}}})"},
    {"submit-without-responses", "submit declares fewer responses",
     "document delete /paths/~1submitAsyncAction/post/responses/429\n"
     "document delete /paths/~1submitAsyncAction/post/responses/403"},
    {"definition-schema", "the answer of getServiceDefinition has a schema of its own",
     R"(document set /paths/~1getServiceDefinition/get/responses/200/content/application~1json/schema {"type":"object"})"},
    {"status-schema", "the answer of status has a schema of its own",
     R"(document set /paths/~1status/get/responses/200/content/application~1json/schema {"type":"object"})"},
    {"picklist-schema", "the answer of getPicklist has a schema of its own",
     R"(document set /paths/~1getPicklist/post/responses/200/content/application~1json/schema {"type":"object"})"},
    {"icon-type", "icons are declared as image/png, not image/*",
     R"(document rename /paths/~1brandIcon/get/responses/200/content/image~1* image/png)"},
    {"guide-type", "the guide is declared as text/plain",
     R"(document rename /paths/~1providerInstructions/get/responses/200/content/text~1html text/plain)"},
    {"no-schemas", "no components.schemas", "document delete /components/schemas"},
    {"document-comments", "the JSON of the document holds # comments", "document comments"},
    {"document-bom", "the document begins with a byte order mark", "document bom"},
    {"document-type", "the document comes as application/octet-stream",
     "document type application/octet-stream"},
    {"document-gzip", "the document comes compressed, unasked", "document gzip"},
    {"openapi-3-1", "the document says OpenAPI 3.1", R"(document set /openapi "3.1.0")"},
    {"reference-nowhere", "a $ref that leads nowhere",
     R"(document set /paths/~1brandIcon/get/responses/200 {"$ref":"#/components/responses/none"})"},
    {"reference-circular", "a $ref that leads back to itself",
     R"(document set /components/responses {"round":{"$ref":"#/components/responses/round"}})"
     "\n"
     R"(document set /paths/~1brandIcon/get/responses/200 {"$ref":"#/components/responses/round"})"},
    {"reference-external", "a $ref to another document",
     R"(document set /paths/~1brandIcon/get/responses/200 {"$ref":"other.json#/answer"})"},
    {"method-missing", "the path of submit declares no POST",
     R"(document rename /paths/~1submitAsyncAction/post put)"},
    {"picklist-undeclared", "getPicklist is served but not declared",
     "document delete /paths/~1getPicklist"},
    {"optional-404", "declared optional paths answer 404",
     "picklist answer 404\nbrandIcon answer 404\nserviceIcon answer 404\nguide answer 404"},
    // What can't be installed.
    {"submit-undeclared", "submit is served but not declared (refused)",
     "document delete /paths/~1submitAsyncAction"},
    {"status-undeclared", "status is served but not declared (refused)",
     "document delete /paths/~1status"},
    {"swagger-2", "a Swagger 2.0 document (refused)",
     "document delete /openapi\n"
     R"(document set /swagger "2.0")"},
    {"document-html", "a page of HTML instead of a document (refused)",
     "document body <!doctype html><html><body>API</body></html>\ndocument type text/html"},
    {"document-garbage", "the document is neither JSON nor YAML (refused)",
     "document body {\"openapi\": \"3.0.1\", ]["},
    {"document-404", "the document answers 404 (refused)", "document answer 404"},
    {"security-missing", "no security (refused)", "document delete /security"},
    {"security-cookie", "the key goes into a cookie (refused)",
     R"(document set /components/securitySchemes/apiKey/in "cookie")"},
    {"security-bearer", "http bearer (refused)",
     R"(document set /components/securitySchemes/apiKey {"type":"http","scheme":"bearer"})"},
    {"security-openid", "openIdConnect (refused)",
     R"(document set /components/securitySchemes/apiKey {"type":"openIdConnect","openIdConnectUrl":"https://b.example/"})"},
    {"security-code", "oauth2 with authorizationCode only (refused)",
     R"(document set /components/securitySchemes/apiKey {"type":"oauth2","flows":{"authorizationCode":{"authorizationUrl":"https://b.example/a","tokenUrl":"https://b.example/t","scopes":{}}}})"},
    {"security-both", "an entry that names two schemes at once (refused)",
     R"(document set /components/securitySchemes/second {"type":"http","scheme":"basic"})"
     "\n"
     R"(document set /security [{"apiKey":[],"second":[]}])"},
};

}  // namespace

std::span<const Oddity> document_oddities() { return kOddities; }

}  // namespace sample
