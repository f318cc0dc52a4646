// people import.
#pragma once
#include "cli/options.hpp"

namespace stepgate::cli {

Verb import_verb();

}  // namespace stepgate::cli
