// Schemas: services and their onboarding, credentials.
#include "admin/openapi.hpp"

namespace stepgate::admin {

std::string_view service_schemas() {
  return R"({
"NewService": {"type": "object", "required": ["url"], "properties": {
  "url": {"type": "string", "description": "Of the OpenAPI document, or plugin:ID of a loaded provider adapter."},
  "name": {"type": "string", "description": "The document's title when it is not given."},
  "auth": {"type": "string", "description": "Id of an authentication component; found out when it is not given."},
  "mapping": {"type": "string", "description": "Id of a mapping component."},
  "provider": {"type": "string", "description": "Id of a provider component."},
  "acceptNoSecurity": {"type": "boolean", "description": "The service asks for no credentials, and that is meant."},
  "credentialParameter": {"$ref": "#/components/schemas/CredentialParameter"},
  "tls": {"$ref": "#/components/schemas/ServiceTls"}}},
"CredentialParameter": {"type": "string", "nullable": true, "description":
  "Name of the header or query parameter of the API key, where the service wants another than its document says."},
"ServiceTls": {"type": "object", "description": "PEM text; null takes one out.", "properties": {
  "ca": {"type": "string", "nullable": true, "description": "Authorities trusted for this service, beside the system's."},
  "clientCertificate": {"type": "string", "nullable": true, "description": "What is shown to the service: a chain, leaf first."},
  "clientKey": {"type": "string", "nullable": true, "description": "Its private key without a passphrase; kept sealed and never shown."}}},
"ServiceRow": {"type": "object", "properties": {"id": {"type": "integer"},
  "icon": {"type": "string", "nullable": true, "description": "Where its icon is; null when it declares none."}, "name": {"type": "string"},
  "provider": {"type": "string", "nullable": true}, "kind": {"type": "string", "enum": ["openapi", "plugin"]},
  "url": {"type": "string"}, "state": {"type": "string", "enum": ["draft", "active", "retired"]},
  "status": {"type": "string", "description": "Draft, Active, Deprecated, Deprecated on DATE, Retired or Error."},
  "paused": {"type": "string", "nullable": true, "description": "Why; null when it is not."},
  "deprecation": {"$ref": "#/components/schemas/Deprecation"},
  "deprecationDate": {"type": "string", "nullable": true}, "deprecationMessage": {"type": "string", "nullable": true},
  "usedIn": {"type": "integer", "description": "Campaigns that use it."},
  "lastDay": {"type": "object", "description": "People of the last 24 hours, and which part of them went well.", "properties": {
    "people": {"type": "integer"}, "rate": {"type": "number", "nullable": true},
    "hours": {"type": "array", "items": {"type": "number", "nullable": true}}}},
  "picklistsAt": {"$ref": "#/components/schemas/Time"},
  "lastStatus": {"type": "object", "nullable": true}, "lastStatusError": {"type": "object", "nullable": true},
  "updatedAt": {"$ref": "#/components/schemas/Time"}}},
"ServiceList": {"type": "object", "properties": {
  "items": {"type": "array", "items": {"$ref": "#/components/schemas/ServiceRow"}},
  "next": {"$ref": "#/components/schemas/Cursor"}, "total": {"type": "integer"}}},
"Service": {"allOf": [{"$ref": "#/components/schemas/ServiceRow"}, {"type": "object", "properties": {
  "discovery": {"type": "object", "nullable": true, "description": "What the document says."},
  "definition": {"type": "object", "nullable": true, "description": "What the service says of itself; null: not read yet."},
  "mapping": {"type": "object", "properties": {"outgoing": {"$ref": "#/components/schemas/Mapping"},
    "incoming": {"$ref": "#/components/schemas/Mapping"}}},
  "configuration": {"$ref": "#/components/schemas/Configuration"}, "planVersion": {"type": "integer"},
  "components": {"type": "object", "properties": {"auth": {"type": "string"}, "mapping": {"type": "string"},
    "provider": {"type": "string"}}},
  "credential": {"type": "object", "nullable": true, "properties": {"id": {"type": "integer"}, "name": {"type": "string"},
    "state": {"$ref": "#/components/schemas/CredentialState"}, "verifiedAt": {"$ref": "#/components/schemas/Time"},
    "withheld": {"type": "array", "items": {"type": "string"}, "description":
      "What has moved since they were entered; while there is any, they are not sent."}}},
  "credentialParameter": {"$ref": "#/components/schemas/CredentialParameter"},
  "replacedBy": {"$ref": "#/components/schemas/Named"},
  "tls": {"$ref": "#/components/schemas/ServiceTls"},
  "credentialInputs": {"type": "array", "items": {"$ref": "#/components/schemas/CredentialInput"}},
  "componentError": {"type": "string", "description": "Only when the authentication component is not there."},
  "findings": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
  "missing": {"type": "array", "items": {"$ref": "#/components/schemas/Missing"},
    "description": "Of a draft: what keeps it from being active."}}}]},
"Missing": {"type": "object", "properties": {"code": {"type": "string"}, "subject": {"type": "string"},
  "message": {"type": "string"}, "remedy": {"type": "string"}}},
"Finding": {"type": "object", "properties": {"severity": {"type": "string", "enum": ["note", "warning", "error"]},
  "code": {"type": "string"}, "where": {"type": "string"}, "message": {"type": "string"}, "remedy": {"type": "string"},
  "marketoRefuses": {"type": "boolean"}}},
"CredentialState": {"type": "string", "enum": ["unverified", "verified", "not-verifiable", "refused"]},
"CredentialInput": {"type": "object", "properties": {"name": {"type": "string"}, "label": {"type": "string"},
  "secret": {"type": "boolean"}, "required": {"type": "boolean"}, "help": {"type": "string"}}},
"ServiceCredential": {"type": "object", "properties": {
  "inputs": {"type": "object", "description": "By the names of credentialInputs; stored under the service's name."},
  "credential": {"description": "Id or name of a stored one, instead of inputs."},
  "credentialId": {"type": "integer", "description": "As credential, by id."}}},
"CredentialCheck": {"type": "object", "properties": {"steps": {"type": "array", "items": {
    "$ref": "#/components/schemas/CheckStep"}},
  "verified": {"type": "string", "enum": ["yes", "not-verifiable"]},
  "credential": {"type": "integer", "description": "Its id; 0 when the service asks for none."}}},
"CheckStep": {"type": "object", "properties": {"step": {"type": "string", "enum": ["configuration", "token", "status", "realm"]},
  "ok": {"type": "boolean"}, "warning": {"type": "boolean", "description": "Odd, but no reason to refuse."}, "http": {"type": "integer", "nullable": true}, "millis": {"type": "integer"},
  "message": {"type": "string"}}},
"MappingRow": {"type": "object", "properties": {"serviceAttribute": {"type": "string"},
  "field": {"type": "string", "nullable": true, "description": "API name of a field of people."},
  "active": {"type": "boolean"}}},
"Mapping": {"type": "object", "nullable": true, "properties": {
  "rows": {"type": "array", "items": {"$ref": "#/components/schemas/MappingRow"}},
  "problems": {"type": "array", "items": {"type": "object", "properties": {"code": {"type": "string"},
    "serviceAttribute": {"type": "string"}, "message": {"type": "string"}, "remedy": {"type": "string"}}}},
  "userDriven": {"type": "boolean"}, "confirmed": {"type": "boolean"}}},
"ServiceMapping": {"type": "object", "properties": {"outgoing": {"$ref": "#/components/schemas/Mapping"},
  "incoming": {"$ref": "#/components/schemas/Mapping"}, "fields": {"type": "array", "items": {"type": "object"},
    "description": "The fields that rows can name."}}},
"MappingChange": {"type": "object", "properties": {"outgoing": {"type": "object", "description":
    "{rows?, confirmed?}: rows are laid over those that are there, by serviceAttribute."},
  "incoming": {"type": "object"}}},
"Limits": {"type": "object", "properties": {"chunkPeople": {"type": "integer"}, "chunkBytes": {"type": "integer"},
  "deadlineSeconds": {"type": "integer"}, "submitTimeoutSeconds": {"type": "integer"}, "maxAttempts": {"type": "integer"},
  "retryBudgetSeconds": {"type": "integer"}, "concurrency": {"type": "integer"}, "chunksInFlight": {"type": "integer"},
  "idempotent": {"type": "boolean"}, "writeOnFailure": {"type": "boolean"}}},
"Configuration": {"type": "object", "properties": {"globals": {"type": "object", "nullable": true},
  "headers": {"type": "object", "nullable": true}, "settings": {"type": "object", "nullable": true},
  "limits": {"$ref": "#/components/schemas/Limits"}}},
"ConfigurationChange": {"type": "object", "properties": {"name": {"type": "string"},
  "url": {"type": "string", "description": "Only the one it was installed from; 409 URL_FIXED else."}, "globals": {"type": "object"}, "headers": {"type": "object"},
  "limits": {"type": "object", "description": "As Limits."}, "settings": {"type": "object"},
  "credentialParameter": {"$ref": "#/components/schemas/CredentialParameter"},
  "tls": {"$ref": "#/components/schemas/ServiceTls"}}},
"ServiceStatus": {"type": "object", "properties": {"httpStatus": {"type": "integer"},
  "info": {"type": "array", "items": {"type": "string"}}, "warnings": {"type": "array", "items": {"type": "string"}},
  "errors": {"type": "array", "items": {"type": "string"}}, "deprecationDate": {"type": "string", "nullable": true},
  "deprecationMessage": {"type": "string", "nullable": true},
  "deprecation": {"$ref": "#/components/schemas/Deprecation"}, "at": {"$ref": "#/components/schemas/Time"}}},
"Deprecation": {"type": "object", "nullable": true, "properties": {"state": {"type": "string", "enum": ["announced", "deprecated", "message"]},
  "date": {"type": "string", "nullable": true}, "message": {"type": "string", "nullable": true}}},
"PicklistList": {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "object", "properties": {
    "attribute": {"type": "string"}, "type": {"type": "string", "enum": ["flow", "global", "header"]},
    "choices": {"type": "array", "nullable": true, "items": {"type": "object"}},
    "fetchedAt": {"$ref": "#/components/schemas/Time"}, "error": {"type": "string", "nullable": true}}}},
  "vanished": {"type": "array", "description": "Choices that this refresh found gone and that campaigns use.", "items": {
    "type": "object", "properties": {"attribute": {"type": "string"}, "value": {},
    "campaigns": {"type": "array", "items": {"type": "string"}}}}},
  "next": {"$ref": "#/components/schemas/Cursor"}, "total": {"type": "integer"}}},
"NewCredential": {"type": "object", "required": ["name", "kind", "inputs"], "properties": {"name": {"type": "string"},
  "kind": {"type": "string", "description": "apiKey, basic, oauth2.clientCredentials, ..."},
  "inputs": {"type": "object"}}},
"Credential": {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"},
  "kind": {"type": "string"}, "state": {"$ref": "#/components/schemas/CredentialState"},
  "verifiedAt": {"$ref": "#/components/schemas/Time"}, "usedBy": {"type": "array", "items": {"type": "string"}},
  "usedIn": {"type": "array", "description": "Only of a single one.", "items": {"type": "object", "properties": {
    "service": {"type": "string"}, "campaigns": {"type": "integer"}}}},
  "updatedAt": {"$ref": "#/components/schemas/Time"}}},
"CredentialValues": {"type": "object", "required": ["inputs"], "properties": {"inputs": {"type": "object"},
  "acceptUnverified": {"type": "boolean", "description": "Also when a service can't be asked now; a refusal stays a refusal."}}},
"ReplacedCredential": {"allOf": [{"$ref": "#/components/schemas/Credential"}, {"type": "object", "properties": {
  "services": {"type": "array", "items": {"type": "object", "properties": {"service": {"type": "string"},
    "verified": {"type": "string", "enum": ["yes", "no", "not-verifiable", "withheld"]},
    "steps": {"type": "array", "items": {"$ref": "#/components/schemas/CheckStep"}}}}}}}]},
"CredentialList": {"type": "object", "properties": {
  "items": {"type": "array", "items": {"$ref": "#/components/schemas/Credential"}},
  "next": {"$ref": "#/components/schemas/Cursor"}, "total": {"type": "integer"}}}
})";
}

}  // namespace stepgate::admin
