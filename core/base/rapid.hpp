// Inside base: the one place that includes RapidJSON, and only for .cpp files. Its numbers are
// never used (json_number.hpp), its document is never used (json.hpp), and RAPIDJSON_SSE* stays
// off: it slows the writer down.
#pragma once
#include <rapidjson/error/en.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
