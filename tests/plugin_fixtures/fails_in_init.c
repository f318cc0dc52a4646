/* Says no before any component is made. */
#include <stepgate/abi.h>

static stepgate_status refuse(const stepgate_host* host) {
  (void)host;
  return STEPGATE_UNSUPPORTED;
}
#define FIXTURE_ID "fixture-init"
#define FIXTURE_INIT refuse
#include "fixture.h"
