/* Kind 0 is never valid. */
#define FIXTURE_KIND 0
#define FIXTURE_ID "fixture-kind"
#include "fixture.h"
