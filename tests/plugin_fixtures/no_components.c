/* Holds nothing. */
#define FIXTURE_COUNT 0
#include "fixture.h"
