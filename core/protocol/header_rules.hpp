// Which header parameters may be sent (docs/protocol.md section 2, "Header attributes").
#pragma once
#include <string>
#include <string_view>

namespace stepgate::protocol {

/// Why a header of that name can't be sent, in words; empty when it can. `credential` is the header
/// that carries the service's credentials, or empty.
std::string header_name_fault(std::string_view name, std::string_view credential);
/// Why a value can't be sent, in words; empty when it can: printable ASCII and tabs only.
std::string header_value_fault(std::string_view value);

}  // namespace stepgate::protocol
