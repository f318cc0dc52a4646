/* Declares settings; the required one has no default. */
#define FIXTURE_ID "fixture-settings"
#define FIXTURE_SERVES "mapping:settings"
#define FIXTURE_SCHEMA                                                                   \
  "{\"limit\": {\"type\": \"integer\", \"minimum\": 1, \"maximum\": 9, \"default\": 3}," \
  " \"mode\": {\"type\": \"string\", \"values\": [\"fast\", \"safe\"], \"required\": true}}"
#include "fixture.h"
