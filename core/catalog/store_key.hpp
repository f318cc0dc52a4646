// The secret key and the store belong together: a store that was sealed under one key is never
// silently used with another.
#pragma once
#include <string>

#include "catalog/secret_box.hpp"
#include "store/database.hpp"

namespace stepgate::catalog {

/// The key of this store; made when the store has sealed nothing yet. Throws Error
/// SECRET_KEY_MISSING when the store holds values that were sealed under a key that the file does
/// not hold, and leaves file and store as they are. With `forget_lost` those values are given up
/// instead (store::SealedRepository::forget): their credentials are to be entered again.
SecretBox open_store_key(const std::string& key_file, store::Database& database, bool forget_lost);

}  // namespace stepgate::catalog
