// What the adapter needs to know of one configured service. Immutable: its session runs on many
// threads.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace stepgate::adapter_openapi {

struct Service {
  std::string base_url;           ///< without a trailing slash
  std::string credential_header;  ///< empty: the credentials use none of their own
  Json definition;                ///< or null before the first one
  bool picklist_declared = true;
  bool headers_in_context = false;
  std::uint64_t max_response_bytes = 0;  ///< 0: the host's bound

  std::string url(std::string_view path) const;
};

/// Reads the request of provider.open (sdk/ABI.md). Throws PluginError (INVALID, SERVICE_INVALID).
Service read_service(std::string_view request);

}  // namespace stepgate::adapter_openapi
