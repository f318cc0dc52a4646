// The service definition, from a service's words to the host's (docs/protocol.md section 3, the
// answer of provider.describe in sdk/ABI.md).
#pragma once
#include <string_view>

#include "base/json.hpp"

namespace stepgate::protocol {

/// `subject` is named in errors; `credential_header` is the header that carries the credentials,
/// which no header parameter may be called. What can be lived with is a finding. Throws Error
/// (DEFINITION_UNREADABLE, DEFINITION_INCOMPLETE, PRIMARY_ATTRIBUTE_INVALID).
Json read_definition(std::string_view body, std::string_view subject,
                     std::string_view credential_header = {});

}  // namespace stepgate::protocol
