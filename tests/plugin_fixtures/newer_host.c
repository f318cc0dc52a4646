/* Needs a newer host. */
#define FIXTURE_MIN_HOST 99u
#include "fixture.h"
