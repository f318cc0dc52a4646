// Breaks the contract: a C++ exception leaves create.
#include <stepgate/abi.h>

#include <stdexcept>

namespace {

stepgate_status throwing(const stepgate_host*, const stepgate_call*, void**) {
  throw std::runtime_error("out of create");
}

}  // namespace

#define FIXTURE_ID "fixture-throws"
#define FIXTURE_CREATE throwing
#include "fixture.h"
