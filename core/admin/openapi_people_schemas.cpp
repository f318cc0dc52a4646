// Schemas: people, their fields and activities, the import.
#include "admin/openapi.hpp"

namespace stepgate::admin {

std::string_view people_schemas() {
  return R"({
"DataType": {"type": "string", "enum": ["boolean", "integer", "float", "score", "date", "datetime", "email", "string", "url",
  "text"]},
"Field": {"type": "object", "properties": {"name": {"type": "string"}, "label": {"type": "string"},
  "dataType": {"$ref": "#/components/schemas/DataType"}, "standard": {"type": "boolean"}, "readOnly": {"type": "boolean"}}},
"NewField": {"type": "object", "required": ["name", "dataType"], "properties": {"name": {"type": "string"},
  "label": {"type": "string"}, "dataType": {"$ref": "#/components/schemas/DataType"}}},
"FieldList": {"type": "object", "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Field"}},
  "next": {"$ref": "#/components/schemas/Cursor"}, "total": {"type": "integer"}}},
"Person": {"type": "object", "properties": {"id": {"type": "integer"}, "fields": {"type": "object",
  "description": "API name: value, null when it is empty. createdAt and updatedAt are among them.",
  "additionalProperties": {}}}},
"ErasedPerson": {"type": "object", "properties": {"person": {"type": "integer"}, "wasThere": {"type": "boolean"},
  "activities": {"type": "integer"}, "logEntries": {"type": "integer"},
  "traces": {"type": "integer", "description": "Lines of traces: those of a chunk go as a whole."},
  "lateResults": {"type": "integer"},
  "damagedSegments": {"type": "integer", "description": "Parts of the history that may hold something of the person and can't be read."}}},
"PersonList": {"type": "object", "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}},
  "next": {"$ref": "#/components/schemas/Cursor"}}},
"Count": {"type": "object", "properties": {"count": {"type": "integer"}}},
"ImportLine": {"type": "object", "description": "One JSON object a line. Without `done`: progress. The last one has `done`: true, or false with the problem when the import broke; what was counted by then is stored.",
  "properties": {"done": {"type": "boolean"}, "lines": {"type": "integer"}, "bytes": {"type": "integer"},
  "inserted": {"type": "integer"}, "updated": {"type": "integer"}, "unchanged": {"type": "integer"},
  "refused": {"type": "integer"}, "errors": {"type": "array", "maxItems": 1000, "items": {"type": "object",
    "properties": {"line": {"type": "integer"}, "code": {"type": "string"}, "field": {"type": "string", "nullable": true},
    "message": {"type": "string"}}}},
  "problem": {"$ref": "#/components/schemas/Problem"}}},
"Activity": {"type": "object", "properties": {"at": {"$ref": "#/components/schemas/Time"},
  "type": {"type": "string", "enum": ["dataValueChange", "service"]}, "service": {"$ref": "#/components/schemas/Named"},
  "run": {"type": "integer", "nullable": true}, "step": {"type": "integer"}, "chunk": {"type": "string", "nullable": true},
  "field": {"type": "string"}, "old": {"type": "string", "nullable": true}, "new": {"type": "string", "nullable": true},
  "source": {"type": "string"}, "reason": {"type": "string", "nullable": true}, "success": {"type": "boolean"},
  "outcome": {"type": "string", "enum": ["changed", "unchanged", "failed"]}, "code": {"type": "string", "nullable": true},
  "primaryAttribute": {"type": "string", "nullable": true}, "primaryValue": {"type": "string", "nullable": true},
  "attributes": {"type": "object"}, "parameters": {"type": "object"}}},
"ActivityList": {"type": "object", "properties": {
  "items": {"type": "array", "items": {"$ref": "#/components/schemas/Activity"}},
  "next": {"$ref": "#/components/schemas/Cursor"},
  "damages": {"type": "array", "items": {"type": "string"}, "description": "Parts of the history that cannot be read."}}}
})";
}

}  // namespace stepgate::admin
