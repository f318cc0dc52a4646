/* A small, correct plugin in C. A fixture defines what it does wrong before including this, nothing
 * else. */
#pragma once

#include <stepgate/abi.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }

#ifndef FIXTURE_ID
#define FIXTURE_ID "fixture-good"
#endif
#ifndef FIXTURE_KIND
#define FIXTURE_KIND STEPGATE_KIND_MAPPING
#endif
#ifndef FIXTURE_SERVES
#define FIXTURE_SERVES "mapping:fixture"
#endif
#ifndef FIXTURE_SCHEMA
#define FIXTURE_SCHEMA "{}"
#endif
#ifndef FIXTURE_MAGIC
#define FIXTURE_MAGIC STEPGATE_ABI_MAGIC
#endif
#ifndef FIXTURE_SIZE
#define FIXTURE_SIZE sizeof(stepgate_entry)
#endif
#ifndef FIXTURE_MAJOR
#define FIXTURE_MAJOR STEPGATE_ABI_MAJOR
#endif
#ifndef FIXTURE_MINOR
#define FIXTURE_MINOR STEPGATE_ABI_MINOR
#endif
#ifndef FIXTURE_MIN_HOST
#define FIXTURE_MIN_HOST STEPGATE_ABI_MINOR
#endif
#ifndef FIXTURE_COUNT
#define FIXTURE_COUNT 1
#endif
#ifndef FIXTURE_INIT
#define FIXTURE_INIT NULL
#endif
#ifndef FIXTURE_DEINIT
#define FIXTURE_DEINIT NULL
#endif
#ifndef FIXTURE_CREATE
#define FIXTURE_CREATE fixture_create
static stepgate_status fixture_create(const stepgate_host* host, const stepgate_call* call,
                                      void** self) {
  (void)call;
  *self = (void*)host;
  return STEPGATE_OK;
}
#endif
#ifndef FIXTURE_DESTROY
#define FIXTURE_DESTROY fixture_destroy
static void fixture_destroy(void* self) { (void)self; }
#endif

#ifndef FIXTURE_PROPOSE
#define FIXTURE_PROPOSE fixture_answer
#endif

static stepgate_status fixture_answer(void* self, const stepgate_call* call, stepgate_str request) {
  const stepgate_str rows = TEXT("{\"rows\":[]}");
  (void)self;
  (void)request;
  call->emit(call, rows);
  return STEPGATE_OK;
}

static const stepgate_mapping_table fixture_table = {sizeof(stepgate_mapping_table),
                                                     0,
                                                     FIXTURE_CREATE,
                                                     FIXTURE_DESTROY,
                                                     FIXTURE_PROPOSE,
                                                     fixture_answer};

static const stepgate_component fixture_component = {sizeof(stepgate_component),
                                                     FIXTURE_KIND,
                                                     TEXT(FIXTURE_ID),
                                                     TEXT("1.2.3"),
                                                     TEXT("Fixture"),
                                                     TEXT(FIXTURE_SCHEMA),
                                                     TEXT(FIXTURE_SERVES),
                                                     &fixture_table};

static const stepgate_component* const fixture_components[] = {&fixture_component,
                                                               &fixture_component};

STEPGATE_EXPORT extern const stepgate_entry stepgate_plugin_entry;
const stepgate_entry stepgate_plugin_entry = {
    FIXTURE_MAGIC,        FIXTURE_SIZE, FIXTURE_MAJOR,  FIXTURE_MINOR, FIXTURE_MIN_HOST,
    TEXT("fixture in C"), FIXTURE_INIT, FIXTURE_DEINIT, FIXTURE_COUNT, 0,
    fixture_components};
