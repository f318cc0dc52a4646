/* Nothing wrong with it either; another component. */
#define FIXTURE_ID "fixture-second"
#define FIXTURE_SERVES "mapping:fixture, mapping:second"
#include "fixture.h"
