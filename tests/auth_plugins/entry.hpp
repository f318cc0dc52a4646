// The entry of the plugin that is linked into this program.
#pragma once
#include <stepgate/testing.hpp>

extern "C" const stepgate_entry stepgate_plugin_entry;
