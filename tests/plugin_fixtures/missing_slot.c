/* A table without propose. */
#define FIXTURE_ID "fixture-slot"
#define FIXTURE_PROPOSE NULL
#include "fixture.h"
