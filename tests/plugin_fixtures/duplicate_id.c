/* Names the component of good.c, in another file. */
#define FIXTURE_SERVES "mapping:duplicate"
#include "fixture.h"
