/* What needs_library.c needs. */
__attribute__((visibility("default"))) int fixture_of_the_library(void);
int fixture_of_the_library(void) { return 1; }
