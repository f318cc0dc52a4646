/* Exports nothing itself; the library that it needs exports an entry. */
extern const char stepgate_plugin_entry; /* NOLINT(readability-identifier-naming): the contract's */
const char* fixture_entry_of_another(void);
const char* fixture_entry_of_another(void) { return &stepgate_plugin_entry; }
