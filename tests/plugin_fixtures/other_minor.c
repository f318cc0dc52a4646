/* Another minor, while 0.x. */
#define FIXTURE_MINOR 99u
#include "fixture.h"
