#!/bin/sh
# headers_alone.sh INCLUDE_DIR COMPILER...: abi.h compiles as C11 and C++17, every header of the SDK alone as C++17, with each of
# the compilers that is there, and without a warning.
set -eu
include=$1
shift
warnings="-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror"
for compiler in "$@"; do
  command -v "$compiler" > /dev/null || { echo "$compiler is not installed: left out"; continue; }
  for header in abi.h host_services.h; do
    "$compiler" -std=c11 -x c -fsyntax-only $warnings "$include/stepgate/$header"
  done
  cd "$include"
  for header in stepgate/*.h stepgate/*.hpp stepgate/testing/*.hpp; do
    "$compiler" -std=c++17 -x c++ -fsyntax-only $warnings -I . -include "$header" /dev/null ||
      { echo "$header does not compile alone with $compiler"; exit 1; }
  done
done
