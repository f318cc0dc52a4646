// Schemas: the undo of a run.
#include "admin/openapi.hpp"

namespace stepgate::admin {

std::string_view undo_schemas() {
  return R"({
"Undo": {"type": "object", "properties": {"run": {"type": "integer"},
  "state": {"type": "string", "enum": ["undoing", "undone"]}, "askedAt": {"$ref": "#/components/schemas/Time"},
  "endedAt": {"$ref": "#/components/schemas/Time"},
  "people": {"type": "integer", "description": "Of whom something was taken back."},
  "fields": {"type": "integer", "description": "Values taken back."},
  "left": {"type": "integer", "description": "Values that were changed again since, and stay."},
  "gone": {"type": "integer", "description": "Values of people or fields that are no longer there."},
  "unreadable": {"type": "integer", "description": "People whose part of the history is damaged."}}},
"UndoLeftList": {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "object", "properties": {
    "person": {"type": "integer"}, "field": {"type": "string"}, "gone": {"type": "boolean"},
    "written": {"type": "string", "nullable": true}, "found": {"type": "string", "nullable": true}}}},
  "next": {"$ref": "#/components/schemas/Cursor"}}}
})";
}

}  // namespace stepgate::admin
