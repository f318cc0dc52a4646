// http/1 towards a plugin.
#pragma once
#include <stepgate/abi.h>

namespace stepgate::plugin {

const stepgate_http_service& http_service() noexcept;

}  // namespace stepgate::plugin
