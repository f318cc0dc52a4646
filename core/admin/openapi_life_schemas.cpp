// Schemas: the life of services: their uses, replacement, changes of what they declare.
#include "admin/openapi.hpp"

namespace stepgate::admin {

std::string_view life_schemas() {
  return R"({
"Named": {"type": "object", "nullable": true, "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}},
"ServiceUses": {"type": "object", "properties": {
  "campaigns": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "integer"},
    "name": {"type": "string"}, "step": {"type": "integer"}}}},
  "runs": {"type": "array", "description": "Open ones.", "items": {"type": "object", "properties": {
    "id": {"type": "integer"}, "campaign": {"type": "string"}, "state": {"type": "string"}}}}}},
"Retirement": {"type": "object", "properties": {
  "replacedBy": {"description": "Id or name of the service that new campaigns are told to use instead."}}},
"ReplaceBy": {"type": "object", "required": ["with"], "properties": {
  "with": {"description": "Id or name of the service that takes its place; an active one."},
  "dryRun": {"type": "boolean", "description": "Say what does not fit, and change nothing."}}},
"Replacement": {"type": "object", "properties": {"service": {"type": "string"}, "with": {"type": "string"},
  "campaigns": {"type": "array", "items": {"$ref": "#/components/schemas/Named"}},
  "misfits": {"type": "array", "items": {"$ref": "#/components/schemas/Misfit"}}, "replaced": {"type": "boolean"}}},
"Difference": {"type": "object", "properties": {"service": {"type": "string"}, "changed": {"type": "boolean"},
  "changes": {"type": "array", "items": {"$ref": "#/components/schemas/DefinitionChange"}},
  "definitionRead": {"type": "boolean", "description": "False: it has moved, and stored credentials are not sent there."},
  "withheld": {"type": "array", "items": {"type": "string"}, "description": "Why credentials would be withheld."},
  "revision": {"type": "string", "description": "What adopt wants."}}},
"DefinitionChange": {"type": "object", "properties": {"code": {"type": "string"}, "where": {"type": "string"},
  "message": {"type": "string"}, "before": {"nullable": true}, "after": {"nullable": true},
  "affects": {"type": "object", "properties": {
    "campaigns": {"type": "array", "items": {"type": "string"}}, "mapping": {"type": "array", "items": {"type": "string"}},
    "parameters": {"type": "array", "items": {"type": "string"}},
    "credentials": {"type": "array", "items": {"type": "string"}}}}}},
"Adoption": {"type": "object", "required": ["revision"], "properties": {"revision": {"type": "string"},
  "mapping": {"type": "object", "description": "As MappingChange: rows for what is new."},
  "globals": {"type": "object"}, "headers": {"type": "object"}, "acceptNoSecurity": {"type": "boolean"},
  "acceptPrivacyNotice": {"type": "boolean", "description": "Confirmed for fields that would be sent from now on."},
  "acceptedBy": {"type": "string", "description": "Who confirms it."}}},
"Job": {"type": "object", "properties": {"name": {"type": "string"}, "help": {"type": "string"},
  "running": {"type": "boolean"}, "nextAt": {"$ref": "#/components/schemas/Time"},
  "last": {"type": "object", "nullable": true, "properties": {"startedAt": {"$ref": "#/components/schemas/Time"},
    "endedAt": {"$ref": "#/components/schemas/Time"}, "by": {"type": "string", "enum": ["schedule", "admin"]},
    "services": {"type": "integer"}, "failed": {"type": "integer"}, "message": {"type": "string"}}}}},
"JobList": {"type": "object", "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Job"}},
  "next": {"$ref": "#/components/schemas/Cursor"}, "total": {"type": "integer"}}},
"Misfit": {"type": "object", "properties": {"code": {"type": "string"}, "campaign": {"type": "string"},
  "parameter": {"type": "string"}, "direction": {"type": "string"}, "serviceAttribute": {"type": "string"},
  "field": {"type": "string", "nullable": true}, "message": {"type": "string"}, "remedy": {"type": "string"}}}
})";
}

}  // namespace stepgate::admin
