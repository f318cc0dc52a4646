/* Logs each step of its life, so that their order shows. */
#include <stepgate/abi.h>

#define WORD(literal) ((stepgate_str){literal, sizeof(literal) - 1})

static const stepgate_host* known_host;

static void say(stepgate_str word) {
  const stepgate_log_service* log = known_host->get_service(known_host, WORD("log/1"));
  log->write(known_host, 1, word);
}
static stepgate_status begin(const stepgate_host* host) {
  known_host = host;
  say(WORD("init"));
  return STEPGATE_OK;
}
static void end(void) { say(WORD("deinit")); }
static stepgate_status create(const stepgate_host* host, const stepgate_call* call, void** self) {
  (void)host;
  (void)call;
  *self = &known_host;
  say(WORD("create"));
  return STEPGATE_OK;
}
static void destroy(void* self) {
  (void)self;
  say(WORD("destroy"));
}
#define FIXTURE_ID "fixture-lifecycle"
#define FIXTURE_SERVES "mapping:lifecycle"
#define FIXTURE_INIT begin
#define FIXTURE_DEINIT end
#define FIXTURE_CREATE create
#define FIXTURE_DESTROY destroy
#include "fixture.h"
