/* An ABI that does not exist yet. */
#define FIXTURE_MAJOR 7u
#include "fixture.h"
