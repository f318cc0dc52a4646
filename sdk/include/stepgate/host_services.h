/* What a plugin gets from stepgate_host.get_service, by name and revision. Part of abi.h, which
 * includes it. Any thread, unless it is said otherwise. None of these functions throws. */
#ifndef STEPGATE_HOST_SERVICES_H_
#define STEPGATE_HOST_SERVICES_H_

#include "abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* log/1 */
typedef struct stepgate_log_service {
  uint32_t struct_size;
  uint32_t reserved;
  /* severity: 0 debug, 1 info, 2 warning, 3 error */
  void (*write)(const stepgate_host* host, uint32_t severity, stepgate_str text);
} stepgate_log_service;

/* http/1: the host's client, with its TLS, pool, egress policy, bounds and masking. Call it inside
 * a call only. */
typedef struct stepgate_http_request {
  uint32_t struct_size;
  uint32_t flags; /* STEPGATE_HTTP_* */
  stepgate_str method;
  stepgate_str url;
  uint32_t header_count;
  uint32_t timeout_ms; /* 0: up to the call's deadline */
  const stepgate_header* headers;
  stepgate_str body;
  uint64_t max_response_bytes; /* 0: the host's bound */
} stepgate_http_request;
enum {
  /* Add the service's grant (headers, query); renewed by the host on 401 as the slot allows. */
  STEPGATE_HTTP_AUTHORIZE = 1,
  /* Follow redirects; never together with AUTHORIZE. */
  STEPGATE_HTTP_REDIRECTS = 2,
  /* A fresh connection, or one idle for under 2 s and seen alive: for requests that act. */
  STEPGATE_HTTP_FRESH = 4
};

/* How far a request came when there is no answer. */
enum {
  STEPGATE_HTTP_ANSWERED = 0,
  STEPGATE_HTTP_NOT_SENT = 1, /* no byte of the body left: nothing can have happened */
  STEPGATE_HTTP_BROKEN = 2,   /* the body left, or part of it; no answer */
  STEPGATE_HTTP_TIMEOUT = 3,  /* as BROKEN, by time */
  STEPGATE_HTTP_REFUSED = 4   /* the host's own policy or bounds refused it (fail says which) */
};

typedef struct stepgate_http_response {
  uint32_t struct_size;
  int32_t outcome; /* STEPGATE_HTTP_ANSWERED ... */
  int32_t status;  /* HTTP status, 0 without an answer */
  uint32_t header_count;
  const stepgate_header* headers; /* names in lower case */
  stepgate_str body;
  int64_t after_body_ms;  /* from the last byte of the request to the answer */
  int64_t retry_after_ms; /* parsed Retry-After; -1 when absent */
  stepgate_str final_url; /* after redirects */
  stepgate_str error;     /* in words, when not answered */
} stepgate_http_response;

typedef struct stepgate_http_service {
  uint32_t struct_size;
  uint32_t reserved;
  /* Always calls `done` exactly once, on this thread, before it returns; the response lives until
   * `done` returns. */
  void (*perform)(const stepgate_host* host, const stepgate_call* call,
                  const stepgate_http_request* request,
                  void (*done)(void* context, const stepgate_http_response* response),
                  void* context);
} stepgate_http_service;

/* settings/1: the component's validated settings. */
typedef struct stepgate_settings_service {
  uint32_t struct_size;
  uint32_t reserved;
  /* `emit` is called once with the JSON value at an RFC 6901 pointer ("" for all), or not at all
   * when there is none. */
  void (*read)(const stepgate_host* host, stepgate_str component, stepgate_str pointer,
               void (*emit)(void* context, stepgate_str json), void* context);
} stepgate_settings_service;

/* secret/1: random bytes for tokens and nonces. */
typedef struct stepgate_secret_service {
  uint32_t struct_size;
  uint32_t reserved;
  void (*random)(const stepgate_host* host, uint8_t* out, uint64_t size);
} stepgate_secret_service;

/* complete/1: a native adapter finishes a chunk after submit has returned STEPGATE_PENDING. Any
 * thread of the plugin. */
typedef struct stepgate_complete_service {
  uint32_t struct_size;
  uint32_t reserved;
  /* `fill` is called on this thread with a call whose set, set_attribute, finish, fail_chunk and
   * warn take the results. `handle` is stepgate_submit.handle. OK: applied or kept, durably.
   * REJECTED: no such chunk is waiting. RETRYABLE: the host can't take it now (shutting down).
   * `chunk` shows ids and fields again; its values are NULL. */
  stepgate_status (*complete)(const stepgate_host* host, uint64_t handle_high, uint64_t handle_low,
                              void (*fill)(void* context, const stepgate_call* call,
                                           const stepgate_chunk* chunk),
                              void* context);
} stepgate_complete_service;

#ifdef __cplusplus
} /* extern "C" */
#endif
#endif /* STEPGATE_HOST_SERVICES_H_ */
