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
"Misfit": {"type": "object", "properties": {"code": {"type": "string"}, "campaign": {"type": "string"},
  "parameter": {"type": "string"}, "direction": {"type": "string"}, "serviceAttribute": {"type": "string"},
  "field": {"type": "string", "nullable": true}, "message": {"type": "string"}, "remedy": {"type": "string"}}}
})";
}

}  // namespace stepgate::admin
