// Schemas: campaigns and runs.
#include "admin/openapi.hpp"

namespace stepgate::admin {

std::string_view run_schemas() {
  return R"({
"Audience": {"type": "object", "description": "One of the three. Shown: of more than 20 ids their number.", "properties": {
  "all": {"type": "boolean"}, "ids": {}, "where": {"type": "string", "description": "FIELD=VALUE"}}},
"NewCampaign": {"type": "object", "required": ["name", "service"], "properties": {"name": {"type": "string"},
  "service": {"description": "Id or name of an active service."}, "parameters": {"type": "object"},
  "audience": {"type": "object", "description": "{\"all\": true} (also when it is left out), {\"ids\": [1, 2]} or {\"where\": \"FIELD=VALUE\"}."},
  "chunkPeople": {"type": "integer", "minimum": 1, "maximum": 1000,
    "description": "People of a chunk; the service's own limit when it is not given."}}},
"CampaignChange": {"type": "object", "properties": {"name": {"type": "string"}, "parameters": {"type": "object"},
  "audience": {"type": "object"}, "chunkPeople": {"type": "integer", "minimum": 1, "maximum": 1000, "nullable": true}}},
"Campaign": {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"},
  "service": {"$ref": "#/components/schemas/Named"}, "parameters": {"type": "object"},
  "audience": {"$ref": "#/components/schemas/Audience"}, "chunkPeople": {"type": "integer", "nullable": true},
  "createdAt": {"$ref": "#/components/schemas/Time"}}},
"CampaignList": {"type": "object", "properties": {
  "items": {"type": "array", "items": {"$ref": "#/components/schemas/Campaign"}},
  "next": {"$ref": "#/components/schemas/Cursor"}, "total": {"type": "integer"}}},
"RunStarted": {"type": "object", "properties": {"run": {"type": "integer"}, "people": {"type": "integer"},
  "unknownIds": {"type": "integer", "description": "Ids of the audience that nobody has."}}},
"RunState": {"type": "string", "enum": ["running", "paused", "aborting", "aborted", "done"]},
"RunRow": {"type": "object", "properties": {"id": {"type": "integer"}, "campaign": {"$ref": "#/components/schemas/Named"},
  "state": {"$ref": "#/components/schemas/RunState"}, "people": {"type": "integer"}, "changed": {"type": "integer"},
  "unchanged": {"type": "integer"}, "failed": {"type": "integer"}, "startedAt": {"$ref": "#/components/schemas/Time"},
  "endedAt": {"$ref": "#/components/schemas/Time"}}},
"RunList": {"type": "object", "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/RunRow"}},
  "next": {"$ref": "#/components/schemas/Cursor"}}},
"Run": {"allOf": [{"$ref": "#/components/schemas/RunRow"}, {"type": "object", "properties": {
  "service": {"$ref": "#/components/schemas/Named"}, "planVersion": {"type": "integer"}, "unknownIds": {"type": "integer"},
  "entered": {"type": "integer"}, "left": {"type": "integer"}, "open": {"type": "integer"},
  "chunks": {"type": "object", "properties": {"open": {"type": "integer"}, "closed": {"type": "integer"}}},
  "failures": {"type": "array", "items": {"type": "object", "properties": {"code": {"type": "string"},
    "people": {"type": "integer"}, "message": {"type": "string"}}}},
  "replays": {"type": "array", "items": {"type": "string"}, "description": "Dead letters that it sends again; 100 at most."},
  "fieldWrites": {"type": "integer"}, "refusedValues": {"type": "integer"}, "emptyRequired": {"type": "integer"},
  "seconds": {"type": "number"}, "peoplePerSecond": {"type": "number"}}}]},
"RunMoved": {"type": "object", "properties": {"run": {"type": "integer"}, "state": {"type": "string"}}},
"Chunk": {"type": "object", "properties": {"seq": {"type": "integer"}, "chunk": {"type": "string"},
  "state": {"type": "string"}, "code": {"type": "string", "nullable": true}, "message": {"type": "string", "nullable": true},
  "people": {"type": "integer"}, "attempt": {"type": "integer"}, "changed": {"type": "integer"},
  "unchanged": {"type": "integer"}, "failed": {"type": "integer"}, "fieldWrites": {"type": "integer"},
  "dueAt": {"$ref": "#/components/schemas/Time"}, "bornAt": {"$ref": "#/components/schemas/Time"},
  "closedAt": {"$ref": "#/components/schemas/Time"}}},
"ChunkList": {"type": "object", "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Chunk"}},
  "next": {"$ref": "#/components/schemas/Cursor"}}},
"ChunkWithTrace": {"allOf": [{"$ref": "#/components/schemas/Chunk"}, {"type": "object", "properties": {
  "trace": {"type": "array", "items": {"type": "object", "properties": {"at": {"$ref": "#/components/schemas/Time"},
    "attempt": {"type": "integer"}, "kind": {"type": "string",
      "enum": ["request", "answer", "callback", "callback-answer"]}, "text": {"type": "string"}}}}}}]},
"ResultList": {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "object", "properties": {
    "person": {"type": "integer"}, "outcome": {"type": "string", "enum": ["changed", "unchanged", "failed"]},
    "code": {"type": "string", "nullable": true}, "reason": {"type": "string", "nullable": true},
    "chunk": {"type": "integer", "description": "Number of the chunk in the run."}}}},
  "next": {"$ref": "#/components/schemas/Cursor"}}}
})";
}

}  // namespace stepgate::admin
