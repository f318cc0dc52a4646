/* A settings schema with a type that does not exist. */
#define FIXTURE_ID "fixture-schema"
#define FIXTURE_SCHEMA "{\"limit\": {\"type\": \"colour\"}}"
#include "fixture.h"
