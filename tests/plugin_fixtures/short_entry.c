/* An entry that ends before its components. */
#define FIXTURE_SIZE 40u
#include "fixture.h"
