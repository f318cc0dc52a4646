// Parameters of the API: what stands in queries and in paths.
#include "admin/openapi.hpp"

namespace stepgate::admin {

std::string_view query_parameters() {
  return R"({
"limit": {"description": "Items of a page; 50 when it is not given. Lists that are always short are whole without it.",
  "schema": {"type": "integer", "minimum": 1, "maximum": 1000}},
"after": {"description": "Where the page begins: `next` of the page before, as it is.", "schema": {"type": "string"}},
"before": {"description": "As `after`: the list goes back in time.", "schema": {"type": "string"}},
"where": {"description": "FIELD=VALUE, compared by the field's type; FIELD= finds the empty.", "schema": {"type": "string"},
  "example": "country=Germany"},
"format": {"description": "The form of the answer.", "schema": {"type": "string", "enum": ["json", "csv"]}},
"fields": {"description": "API names by commas; all fields when it is not given.", "schema": {"type": "string"}},
"separator": {"description": "Between cells: one character, or tab. An import finds it out when it is not given.",
  "schema": {"type": "string"}},
"name": {"description": "Of the file; the history of the people who change names it.", "schema": {"type": "string"}},
"ignoreUnknown": {"description": "Columns that are no fields are left out.", "schema": {"type": "boolean"}},
"createFields": {"description": "Columns that are no fields become custom fields of type string.", "schema": {"type": "boolean"}},
"attribute": {"description": "Only of this one.", "schema": {"type": "string"}},
"refresh": {"description": "Asks the service first.", "schema": {"type": "boolean"}},
"campaign": {"description": "Id or name of a campaign.", "schema": {"type": "string"}},
"service": {"description": "Id or name of a service.", "schema": {"type": "string"}},
"failed": {"description": "Only those who failed.", "schema": {"type": "boolean"}},
"state": {"description": "Chunks in that state only.", "schema": {"type": "string", "enum": ["open", "closed", "queued",
  "backoff", "sending", "accepted", "ambiguous", "done", "failed", "timed_out", "aborted", "split"]}},
"severity": {"description": "Entries of that severity and above.", "schema": {"type": "string",
  "enum": ["info", "warning", "error"]}},
"kind": {"description": "Entries of that kind.", "schema": {"type": "string"}},
"code": {"description": "Entries with that code.", "schema": {"type": "string"}},
"run": {"description": "Entries of that run.", "schema": {"type": "integer"}},
"chunk": {"description": "Entries of that chunk (its long id).", "schema": {"type": "integer", "format": "int64"}},
"person": {"description": "Entries about that person.", "schema": {"type": "integer"}},
"since": {"description": "From then on: a time, or a day (UTC).", "schema": {"type": "string"}, "example": "2026-01-31"},
"until": {"description": "Before then: a time, or a day (UTC).", "schema": {"type": "string"}},
"dealt": {"description": "What was done about them; waiting when it is not given.", "schema": {"type": "string",
  "enum": ["waiting", "replayed", "discarded", "applied", "any"]}},
"letters": {"description": "RUN.CHUNK, by commas.", "schema": {"type": "string"}, "example": "7.3,7.5"},
"all": {"description": "All that wait.", "schema": {"type": "boolean"}},
"late": {"description": "Which of several sets of late results: 1, 2, ...", "schema": {"type": "integer"}},
"bucket": {"description": "What is counted together; hour when it is not given. UTC.", "schema": {"type": "string",
  "enum": ["hour", "day"]}},
"level": {"description": "Counts of people (record), or of what was exchanged (chunk); record when it is not given.",
  "schema": {"type": "string", "enum": ["record", "chunk"]}}
})";
}

std::string_view path_parameters() {
  return R"({
"person": {"description": "Id or e-mail address.", "schema": {"type": "string"}},
"service": {"description": "Id or name, without case.", "schema": {"type": "string"}},
"campaign": {"description": "Id or name, without case.", "schema": {"type": "string"}},
"credential": {"description": "Id or name, without case.", "schema": {"type": "string"}},
"job": {"description": "Name of a nightly job.", "schema": {"type": "string"}},
"icon": {"description": "Which one.", "schema": {"type": "string", "enum": ["brand", "service"]}},
"run": {"description": "Id of a run.", "schema": {"type": "integer"}},
"letter": {"description": "RUN.CHUNK, like 7.3.", "schema": {"type": "string"}},
"seq": {"description": "Number of a chunk in its run: 1, 2, ...", "schema": {"type": "integer"}}
})";
}

}  // namespace stepgate::admin
