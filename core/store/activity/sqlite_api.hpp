// SQLite's calls, for the code that is compiled twice: into the room against the library, and into
// the extension of the sqlite3 shell against the table of functions that the shell hands over.
#pragma once
#ifdef STEPGATE_SQLITE_EXTENSION
#include <sqlite3ext.h>
extern const sqlite3_api_routines* sqlite3_api;
#else
#include <sqlite3.h>
#endif
