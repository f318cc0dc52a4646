// The file with the admin token: where it is looked for, and what to say when it cannot be read.
#pragma once
#include <string>

namespace stepgate::cli {

/// The token in `path`. Throws Failure (exit 4) that names the file, its owner and mode, and what
/// to do.
std::string read_token_file(const std::string& path);
/// There is such a file, or the directory does not let us look.
bool may_exist(const std::string& path);

}  // namespace stepgate::cli
