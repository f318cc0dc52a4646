# Language level, warnings, sanitizers, linker and output folders for everything this project compiles.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 12)
  message(FATAL_ERROR "g++ ${CMAKE_CXX_COMPILER_VERSION} is too old: the host is C++20 and needs g++ 12 or newer.")
endif()
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug or Release" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Only what is marked leaves a binary: the host's own symbols must never stand in for a plugin's, nor the other way round.
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

set(STEPGATE_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread; empty for none")
option(STEPGATE_WERROR "Warnings are errors" ON)
option(STEPGATE_MOLD "Link with mold when it is installed (several times faster)" ON)

set(STEPGATE_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion)
# g++ 12 warns of an overlap inside std::string for plain `"text" + string` when it optimises (GCC bug 105651, fixed in 13).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  list(APPEND STEPGATE_WARNINGS -Wno-restrict)
endif()
if(STEPGATE_WERROR)
  list(APPEND STEPGATE_WARNINGS -Werror)
endif()
add_compile_options(${STEPGATE_WARNINGS} -fno-omit-frame-pointer -fstack-protector-strong
    $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>)
add_link_options(LINKER:-z,relro LINKER:-z,now)
if(STEPGATE_SANITIZE)
  add_compile_options(-fsanitize=${STEPGATE_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${STEPGATE_SANITIZE})
endif()
# Checked containers while developing; fortified library calls (they need an optimised build) in what is shipped.
add_compile_definitions($<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS> $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)

if(STEPGATE_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  find_program(STEPGATE_MOLD_PROGRAM mold)
  if(STEPGATE_MOLD_PROGRAM)
    add_link_options(-fuse-ld=mold)
  endif()
endif()

# Relative paths in what is hashed, so that build folders of one tree, and clones of it, share their objects.
find_program(STEPGATE_CCACHE ccache)
if(STEPGATE_CCACHE)
  set(launcher "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${STEPGATE_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
endif()
