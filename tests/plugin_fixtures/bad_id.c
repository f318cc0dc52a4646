/* Capital letters. */
#define FIXTURE_ID "Fixture"
#include "fixture.h"
