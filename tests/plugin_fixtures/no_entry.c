/* A shared object that is no plugin. */
int fixture_without_entry(void);
int fixture_without_entry(void) { return 1; }
