/* A mapping strategy that says it serves authentication. */
#define FIXTURE_ID "fixture-serves"
#define FIXTURE_SERVES "auth:apiKey"
#include "fixture.h"
