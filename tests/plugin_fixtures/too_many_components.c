/* A count that can't be right; the array has two. */
#define FIXTURE_COUNT 1000000u
#include "fixture.h"
