/* Not Stepgate's magic number. */
#define FIXTURE_MAGIC 42u
#include "fixture.h"
