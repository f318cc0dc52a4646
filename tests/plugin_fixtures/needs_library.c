/* Needs a library that is not there when it is loaded. */
#include <stddef.h>

int fixture_of_the_library(void);
const void* fixture_user(void);
const void* fixture_user(void) { return (const void*)(size_t)fixture_of_the_library(); }
#define FIXTURE_ID "fixture-needs"
#include "fixture.h"
