/* Takes the process down, as a crash would, whatever handlers the process has. */
#include <signal.h>
#include <stepgate/abi.h>

static stepgate_status crash(const stepgate_host* host) {
  (void)host;
  raise(SIGKILL);
  return STEPGATE_OK;
}
#define FIXTURE_ID "fixture-crash"
#define FIXTURE_INIT crash
#include "fixture.h"
