/* Names one component twice. */
#define FIXTURE_ID "fixture-twice"
#define FIXTURE_COUNT 2
#include "fixture.h"
