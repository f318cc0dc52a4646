// config/stepgated.properties, made from the declarations.
#pragma once
#include <string>

namespace stepgate::config {

/// Every key, commented out, with type, default and help.
std::string reference_file();

}  // namespace stepgate::config
