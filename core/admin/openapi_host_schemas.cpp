// Schemas: the host itself, plugins, problems, the log and statistics.
#include "admin/openapi.hpp"

namespace stepgate::admin {

std::string_view host_schemas() {
  return R"({
"Anything": {"type": "object"},
"Time": {"type": "string", "format": "date-time", "nullable": true},
"Cursor": {"type": "string", "nullable": true, "description": "For `after`; null: no more."},
"Named": {"type": "object", "nullable": true, "properties": {"id": {"type": "integer"},
  "name": {"type": "string", "nullable": true}}},
"Problem": {"type": "object", "required": ["type", "title", "status", "code", "detail"], "properties": {
  "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
  "code": {"type": "string", "description": "Stable; for programs."},
  "subject": {"type": "string"}, "detail": {"type": "string", "description": "subject: fact (cause). Remedy."},
  "fact": {"type": "string"}, "remedy": {"type": "string"}, "cause": {"type": "string"},
  "errors": {"type": "array", "items": {"type": "object"},
    "description": "What is missing, rows, findings, steps of a check: each with code and message."}}},
"Health": {"type": "object", "properties": {"status": {"type": "string", "enum": ["ok", "failing"]}}},
"NewBackup": {"type": "object", "required": ["file"], "properties": {"file": {"type": "string",
  "description": "An absolute path on the daemon's machine; nothing is there yet."}}},
"BackupLine": {"type": "object", "description": "One JSON object a line. Without `done`: progress. The last one has `done`: true, or false with the problem that ended the copy; there is no file then.",
  "properties": {"done": {"type": "boolean"}, "file": {"type": "string"}, "copied": {"type": "integer", "description": "Bytes."},
  "bytes": {"type": "integer"}, "schemaVersion": {"type": "integer"},
  "keyFile": {"type": "string", "description": "Is not in the backup: what credentials are sealed under."},
  "problem": {"$ref": "#/components/schemas/Problem"}}},
"Status": {"type": "object", "properties": {
  "version": {"type": "string"}, "commit": {"type": "string"}, "abi": {"type": "string"},
  "uptimeSeconds": {"type": "integer"}, "dataFile": {"type": "string"},
  "publicUrl": {"type": "string", "description": "The callback URL that services are told, without the code."},
  "apiUrl": {"type": "string", "nullable": true}, "people": {"type": "integer"},
  "services": {"$ref": "#/components/schemas/Counts"}, "runs": {"$ref": "#/components/schemas/Counts"},
  "chunksInFlight": {"type": "integer"}, "engine": {"$ref": "#/components/schemas/Counts"},
  "plugins": {"$ref": "#/components/schemas/Counts"},
  "store": {"type": "object", "properties": {"ok": {"type": "boolean"}, "code": {"type": "string", "nullable": true},
    "message": {"type": "string", "nullable": true}, "bytes": {"type": "integer"}, "walBytes": {"type": "integer"},
    "schemaVersion": {"type": "integer"}, "synchronous": {"type": "string"},
    "lastCommitAt": {"$ref": "#/components/schemas/Time"}}},
  "callbacks": {"$ref": "#/components/schemas/Counts"}}},
"Counts": {"type": "object", "additionalProperties": {"type": "integer"}},
"PluginListing": {"type": "object", "properties": {
  "loaded": {"type": "array", "items": {"type": "object", "properties": {"file": {"type": "string"},
    "sha256": {"type": "string"}, "build": {"type": "string"},
    "components": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"},
      "kind": {"type": "string", "enum": ["auth", "mapping", "provider"]}, "version": {"type": "string"},
      "displayName": {"type": "string"}, "serves": {"type": "array", "items": {"type": "string"}}}}}}}},
  "refused": {"type": "array", "items": {"type": "object", "properties": {"file": {"type": "string"},
    "sha256": {"type": "string", "nullable": true}, "code": {"type": "string"}, "fact": {"type": "string"},
    "remedy": {"type": "string"}}}}}},
"LogList": {"type": "object", "properties": {
  "items": {"type": "array", "items": {"$ref": "#/components/schemas/LogEntry"}},
  "next": {"$ref": "#/components/schemas/Cursor"}}},
"LogEntry": {"type": "object", "properties": {"id": {"type": "integer"}, "at": {"$ref": "#/components/schemas/Time"},
  "service": {"$ref": "#/components/schemas/Named"}, "run": {"type": "integer", "nullable": true},
  "chunk": {"type": "string", "nullable": true}, "person": {"type": "integer", "nullable": true},
  "severity": {"type": "string", "enum": ["info", "warning", "error"]}, "kind": {"type": "string"},
  "code": {"type": "string"}, "message": {"type": "string"}}},
"StatisticList": {"type": "object", "properties": {
  "items": {"type": "array", "items": {"type": "object", "properties": {"bucket": {"$ref": "#/components/schemas/Time"},
    "service": {"$ref": "#/components/schemas/Named"}, "level": {"type": "string", "enum": ["record", "chunk"]},
    "code": {"type": "string"}, "n": {"type": "integer"}, "lastAt": {"$ref": "#/components/schemas/Time"},
    "message": {"type": "string", "nullable": true}}}},
  "next": {"$ref": "#/components/schemas/Cursor"}, "total": {"type": "integer"}}}
})";
}

}  // namespace stepgate::admin
