// Schemas: dead letters.
#include "admin/openapi.hpp"

namespace stepgate::admin {

std::string_view dead_schemas() {
  return R"({
"DeadRow": {"type": "object", "properties": {"letter": {"type": "string", "description": "RUN.CHUNK", "example": "7.3"},
  "run": {"type": "integer"}, "chunk": {"type": "integer"}, "service": {"type": "integer"},
  "code": {"type": "string"}, "reason": {"type": "string"}, "people": {"type": "integer"}, "attempts": {"type": "integer"},
  "diedAt": {"$ref": "#/components/schemas/Time"},
  "state": {"type": "string", "enum": ["waiting", "replayed", "discarded", "applied"]},
  "doneAt": {"$ref": "#/components/schemas/Time"},
  "replayRun": {"type": "integer", "nullable": true, "description": "The run that sends its people again."},
  "late": {"type": "integer", "description": "Sets of results that came afterwards."}}},
"DeadList": {"type": "object", "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/DeadRow"}},
  "next": {"$ref": "#/components/schemas/Cursor"}}},
"DeadLetter": {"allOf": [{"$ref": "#/components/schemas/DeadRow"}, {"type": "object", "properties": {
  "ids": {"type": "array", "items": {"type": "integer"}, "description": "Its people."},
  "trace": {"type": "array", "items": {"type": "object", "properties": {"at": {"$ref": "#/components/schemas/Time"},
    "attempt": {"type": "integer"}, "kind": {"type": "string"}, "text": {"type": "string"}}}},
  "lateResults": {"type": "array", "items": {"type": "object", "properties": {"at": {"$ref": "#/components/schemas/Time"},
    "people": {"type": "integer"}, "failed": {"type": "integer"}, "code": {"type": "string", "nullable": true}}}}}}]},
"DeadReplays": {"type": "object", "properties": {"runs": {"type": "array", "items": {"type": "object", "properties": {
  "run": {"type": "integer"}, "replays": {"type": "integer", "description": "The run that they died in."},
  "letters": {"type": "array", "items": {"type": "string"}}, "people": {"type": "integer"}}}}}},
"DeadDiscarded": {"type": "object", "properties": {"discarded": {"type": "integer"}}}
})";
}

}  // namespace stepgate::admin
