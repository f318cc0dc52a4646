/* The plugin contract of Stepgate, as a C ABI. Compiles alone as C11 and as C++17. ABI.md explains
 * the rules.
 *
 * A plugin is one shared object that exports one constant, `stepgate_plugin_entry`. It holds
 * components of three kinds: authentication strategies, mapping strategies and provider adapters.
 *
 * Rules that hold everywhere
 *  - Tables and structs start with `struct_size`. A field is read only if it lies inside the
 * struct_size of whoever wrote it. They only ever grow at the end; a released field keeps its place
 * and meaning.
 *  - Whatever a function is given is borrowed until it returns. Whatever it gives through a
 * `stepgate_call` is copied by the host before that call returns. Nothing that owns memory crosses.
 *  - Nothing throws across. A function that fails says why with `call->fail` and returns a status.
 *  - Text is UTF-8 with a length, never 0-terminated by contract. JSON text is described in ABI.md,
 * slot by slot.
 *  - [loader]: called on the host's loader thread, never concurrently with another [loader]
 * function of the same plugin. [worker]: called on any thread, concurrently with itself and others.
 */
#ifndef STEPGATE_ABI_H_
#define STEPGATE_ABI_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define STEPGATE_ABI_MAGIC UINT64_C(0x3145544147504554) /* "TEPGATE1" in memory order */
/* 0.x: host and plugin must agree on MINOR exactly. From 1.0 on MINOR only grows. */
#define STEPGATE_ABI_MAJOR 0u
#define STEPGATE_ABI_MINOR 1u
#define STEPGATE_PLUGIN_SYMBOL "stepgate_plugin_entry"

/* True when `field` of `*ptr` was written by the other side. */
#define STEPGATE_HAS(ptr, type, field) \
  ((ptr)->struct_size >= offsetof(type, field) + sizeof((ptr)->field))

typedef struct stepgate_str {
  const char* data;
  uint64_t size; /* bytes */
} stepgate_str;

/* What a function returns. The words are the host's retry policy. */
typedef int32_t stepgate_status;
enum {
  STEPGATE_OK = 0,
  STEPGATE_INVALID = 1,      /* what was given is wrong; never sent again */
  STEPGATE_REJECTED = 2,     /* the other side refused it; never sent again */
  STEPGATE_UNAUTHORIZED = 3, /* credentials refused: renewed once, else the service pauses */
  STEPGATE_RETRYABLE = 4,    /* nothing has happened; may be sent again (call->retry_after) */
  STEPGATE_CANCELLED = 5,    /* call->cancelled said so */
  STEPGATE_UNSUPPORTED = 6,  /* this component can't do that */
  STEPGATE_INTERNAL = 7      /* a fault of the plugin */
};

/* ---- values of people ---- */

enum {
  STEPGATE_ABSENT = 0, /* says nothing; through call->set: takes an earlier value back */
  STEPGATE_NULL = 1,   /* empty */
  STEPGATE_BOOL = 2,   /* as.i64: 0 or 1 */
  STEPGATE_INT = 3,    /* as.i64 */
  STEPGATE_FLOAT = 4,  /* as.f64, finite */
  STEPGATE_STRING = 5, /* as.str; dates "YYYY-MM-DD", date-times "YYYY-MM-DDThh:mm:ssZ" */
  STEPGATE_JSON = 6,   /* as.str: any other JSON value, as text */
  STEPGATE_BAD = 7     /* as.str: text of a value that could not be read */
};

typedef struct stepgate_value {
  uint32_t type;
  uint32_t reserved;
  union {
    int64_t i64;
    double f64;
    stepgate_str str;
  } as;
} stepgate_value; /* 24 bytes; arrays of it cross, so it never grows */

/* How the host describes a field's type (data_type below). */
enum {
  STEPGATE_TYPE_BOOLEAN = 1,
  STEPGATE_TYPE_INTEGER = 2,
  STEPGATE_TYPE_FLOAT = 3,
  STEPGATE_TYPE_SCORE = 4,
  STEPGATE_TYPE_DATE = 5,
  STEPGATE_TYPE_DATETIME = 6,
  STEPGATE_TYPE_EMAIL = 7,
  STEPGATE_TYPE_STRING = 8,
  STEPGATE_TYPE_URL = 9,
  STEPGATE_TYPE_TEXT = 10
};

typedef struct stepgate_field {
  stepgate_str key; /* the wire key: what the service calls the field */
  uint32_t data_type;
  uint32_t reserved;
} stepgate_field; /* 24 bytes; never grows */

/* One chunk of people on its way to a service, or waiting for its results. */
typedef struct stepgate_chunk {
  uint32_t struct_size;
  uint32_t record_count;
  const int64_t* ids; /* record_count person ids, ascending */

  uint32_t out_field_count;
  uint32_t in_field_count;
  /* What leaves; values below. */
  const stepgate_field* out_fields;
  /* What may come back: `field` of call->set is an index in here. */
  const stepgate_field* in_fields;
  /* Record-major: values[record * out_field_count + field]; NULL in on_callback. */
  const stepgate_value* values;

  uint32_t attribute_count;
  uint32_t attempt; /* 1 for the first */
  /* Declared activity attributes: index for call->set_attribute. */
  const stepgate_str* attributes;

  stepgate_str context;    /* JSON: run, campaign and the context blocks asked for (ABI.md) */
  stepgate_str parameters; /* JSON object: the step's flow attributes; the same for every record */
  stepgate_str headers;    /* JSON object: header parameters */
  stepgate_str callback_url; /* where results may come by HTTP; empty: the host has no such door */
  stepgate_str token;        /* one-time secret of this attempt, made by make_token; in on_callback
                                the one that was accepted, or nothing */
  stepgate_str callback_key; /* the service's own key (apiCallBackKey) */
} stepgate_chunk;

/* One HTTP request that came to a callback URL. */
typedef struct stepgate_header {
  stepgate_str name;
  stepgate_str value;
} stepgate_header;

typedef struct stepgate_callback {
  uint32_t struct_size;
  uint32_t header_count;
  const stepgate_header* headers;
  stepgate_str body;
} stepgate_callback;

/* ---- one call ---- */

/* Everything about one call. Valid until the function returns; its functions may be used by the
 * calling thread only. */
typedef struct stepgate_call stepgate_call;
struct stepgate_call {
  uint32_t struct_size;
  uint32_t reserved;
  void* host;               /* the host's own; not for plugins */
  uint64_t request_id;      /* for logs on both sides */
  int64_t deadline_unix_ms; /* be done by then */

  int32_t (*cancelled)(const stepgate_call* call);
  /* The call's answer: JSON text, or what the slot says. The last one counts. */
  void (*emit)(const stepgate_call* call, stepgate_str text);
  /* Why it failed: an UPPER_SNAKE code and a sentence, in a second line what to do about it. The
     last one counts. */
  void (*fail)(const stepgate_call* call, stepgate_str code, stepgate_str message);
  /* With STEPGATE_RETRYABLE: not before that many milliseconds. */
  void (*retry_after)(const stepgate_call* call, int64_t ms);
  /* A deviation that was lived with; record is an index, or -1 for the whole call. */
  void (*warn)(const stepgate_call* call, int64_t record, stepgate_str code, stepgate_str message);

  /* Results of people (submit that finishes at once, complete/1, on_callback). Unset people end as
   * NO_RESULT. */
  void (*set)(const stepgate_call* call, uint32_t record, uint32_t field,
              const stepgate_value* value);
  void (*set_attribute)(const stepgate_call* call, uint32_t record, uint32_t attribute,
                        const stepgate_value* value);
  /* A person's outcome; code and reason may be empty when success is not 0. The last one counts. */
  void (*finish)(const stepgate_call* call, uint32_t record, int32_t success, stepgate_str code,
                 stepgate_str reason);
  /* The whole chunk failed: no person's result counts. */
  void (*fail_chunk)(const stepgate_call* call, stepgate_str code, stepgate_str message);

  /* find_token: a candidate; not 0 when it is an attempt's token of this chunk: stop there. */
  int32_t (*candidate)(const stepgate_call* call, stepgate_str token);
};

/* ---- what the host offers ---- */

typedef struct stepgate_host {
  uint32_t struct_size;
  uint32_t abi_minor;
  void* host;
  /* "http/1", "log/1", "settings/1", "secret/1", "complete/1" (host_services.h); NULL when unknown.
   * The table lives as long as the plugin. */
  const void* (*get_service)(const struct stepgate_host* host, stepgate_str name);
} stepgate_host;

/* ---- components ----
 *
 * Of every table create and destroy are [loader]; all other functions are [worker]. */

enum { STEPGATE_KIND_AUTH = 1, STEPGATE_KIND_MAPPING = 2, STEPGATE_KIND_PROVIDER = 3 };

/* An authentication strategy turns credentials into a grant, which the host caches, shares and
 * renews. */
enum { STEPGATE_AUTH_SIGNS = 1 }; /* flags: `sign` is called for every request */
typedef struct stepgate_auth_table {
  uint32_t struct_size;
  uint32_t flags;
  stepgate_status (*create)(const stepgate_host* host, const stepgate_call* call, void** self);
  void (*destroy)(void* self);
  /* Request {scheme}; emits {inputs: [{name, label, secret, required, help}]}: what an admin is
   * asked for. */
  stepgate_status (*inputs)(void* self, const stepgate_call* call, stepgate_str request);
  /* Request {scheme, credential, previous, reason}; emits {headers, query, expiresAt, renewable}.
   * May use http/1. */
  stepgate_status (*grant)(void* self, const stepgate_call* call, stepgate_str request);
  /* Only with STEPGATE_AUTH_SIGNS. Request {method, url, grant}; emits {headers, query}. */
  stepgate_status (*sign)(void* self, const stepgate_call* call, stepgate_str request,
                          stepgate_str body);
} stepgate_auth_table;

/* A mapping strategy proposes and validates which field of the host stands for which field of a
 * service. The host carries the resulting plan out itself: no call per person. */
typedef struct stepgate_mapping_table {
  uint32_t struct_size;
  uint32_t flags;
  stepgate_status (*create)(const stepgate_host* host, const stepgate_call* call, void** self);
  void (*destroy)(void* self);
  /* Request {direction, serviceFields, hostFields}; emits {rows: [row]}. */
  stepgate_status (*propose)(void* self, const stepgate_call* call, stepgate_str request);
  /* Request {direction, serviceFields, hostFields, rows}; emits {rows: [row with key], problems:
   * [...]}. */
  stepgate_status (*validate)(void* self, const stepgate_call* call, stepgate_str request);
} stepgate_mapping_table;

/* What became of a submit that was not refused. */
enum {
  STEPGATE_FINISHED = 0, /* all results were given through the call */
  STEPGATE_ACCEPTED = 1, /* results come by HTTP to callback_url */
  STEPGATE_PENDING = 2   /* results come through complete/1 */
};
typedef struct stepgate_submit {
  uint32_t struct_size;
  int32_t disposition;  /* out: STEPGATE_FINISHED ... */
  uint64_t handle_high; /* in: names the chunk and attempt for complete/1 */
  uint64_t handle_low;
  int32_t http_status;    /* out: the service's answer, 0 when there was none or no HTTP */
  int32_t http_outcome;   /* out: STEPGATE_HTTP_* */
  int64_t after_body_ms;  /* out */
  int64_t retry_after_ms; /* out: -1 when not said */
} stepgate_submit;

/* How the host answers a callback; the adapter words it. */
enum {
  STEPGATE_ANSWER_OK = 0,
  STEPGATE_ANSWER_DUPLICATE = 1,
  STEPGATE_ANSWER_LATE = 2,
  STEPGATE_ANSWER_CONFLICT = 3,
  STEPGATE_ANSWER_BAD_TOKEN = 4,
  STEPGATE_ANSWER_UNREADABLE = 5,
  STEPGATE_ANSWER_TOO_LARGE = 6,
  STEPGATE_ANSWER_UNKNOWN = 7,
  STEPGATE_ANSWER_BUSY = 8
};

/* A provider adapter owns the wire between the host and services of one kind. A session is one
 * configured service. Slots that may be NULL, which means UNSUPPORTED: status, picklist, resource,
 * on_callback, find_token, make_token, answer. */
typedef struct stepgate_provider_table {
  uint32_t struct_size;
  uint32_t flags;
  stepgate_status (*create)(const stepgate_host* host, const stepgate_call* call, void** self);
  void (*destroy)(void* self);
  /* Before anything is installed. Request {url}; emits a discovery (ABI.md): names, security, base,
   * findings. */
  stepgate_status (*discover)(void* self, const stepgate_call* call, stepgate_str request);
  /* Request: what the host has stored of the service {url, discovery, definition?, settings}. */
  stepgate_status (*open)(void* self, const stepgate_call* call, stepgate_str service,
                          void** session);
  void (*close)(void* self, void* session);
  /* Emits the service's definition in the host's words (ABI.md). */
  stepgate_status (*describe)(void* self, void* session, const stepgate_call* call);
  /* Request {authorize: bool}; emits {healthy, httpStatus, info, warnings, errors, deprecationDate,
   * deprecationMessage}. */
  stepgate_status (*status)(void* self, void* session, const stepgate_call* call,
                            stepgate_str request);
  /* Request {name, type, mapping}; emits {choices: [{display, value}]}. */
  stepgate_status (*picklist)(void* self, void* session, const stepgate_call* call,
                              stepgate_str request);
  /* Request {name: "guide" | "brandIcon" | "serviceIcon"}; emits {contentType, base64}.
   * UNSUPPORTED: there is none. */
  stepgate_status (*resource)(void* self, void* session, const stepgate_call* call,
                              stepgate_str request);
  stepgate_status (*submit)(void* self, void* session, const stepgate_call* call,
                            const stepgate_chunk* chunk, stepgate_submit* submit);
  /* Decodes a callback's body into results. INVALID: unreadable, the token stays good. */
  stepgate_status (*on_callback)(void* self, void* session, const stepgate_call* call,
                                 const stepgate_chunk* chunk, const stepgate_callback* callback);
  /* Calls call->candidate for each place where a token may stand, best first. */
  stepgate_status (*find_token)(void* self, void* session, const stepgate_call* call,
                                const stepgate_callback* callback);
  /* Emits the token text for these random bytes, in the shape that services expect; not JSON.
   * `request`: {munchkinId}. */
  stepgate_status (*make_token)(void* self, void* session, const stepgate_call* call,
                                stepgate_str random, stepgate_str request);
  /* Emits the JSON body that a callback is answered with. `answer`: STEPGATE_ANSWER_*. session may
   * be NULL. */
  stepgate_status (*answer)(void* self, void* session, const stepgate_call* call, int32_t answer,
                            stepgate_str request_id, stepgate_str message);
} stepgate_provider_table;

typedef struct stepgate_component {
  uint32_t struct_size;
  uint32_t kind;   /* STEPGATE_KIND_*; 0 is never valid */
  stepgate_str id; /* [a-z0-9-]{1,64}, unique among all loaded components */
  stepgate_str version;
  stepgate_str display_name;
  stepgate_str settings_schema; /* JSON (ABI.md, settings); "{}" when there are none */
  /* "auth:apiKey", "mapping:service-driven", "provider:openapi", ...; several: with commas */
  stepgate_str serves;
  /* stepgate_auth_table, stepgate_mapping_table or stepgate_provider_table, by kind */
  const void* table;
} stepgate_component;

typedef struct stepgate_entry {
  uint64_t magic;
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  uint32_t min_host_minor;
  stepgate_str build; /* compiler and version, for people */
  /* Both [loader]; both may be NULL. Before any component, and after the last one. */
  stepgate_status (*init)(const stepgate_host* host);
  void (*deinit)(void);
  uint32_t component_count;
  uint32_t reserved;
  const stepgate_component* const* components;
} stepgate_entry;

#if defined(_WIN32)
#define STEPGATE_EXPORT __declspec(dllexport)
#else
#define STEPGATE_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
} /* extern "C" */
#endif

#include "host_services.h"

#endif /* STEPGATE_ABI_H_ */
