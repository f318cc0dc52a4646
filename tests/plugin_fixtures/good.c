/* Nothing wrong with it. */

#include "fixture.h"
