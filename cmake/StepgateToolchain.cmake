# Language level, warnings and sanitizers for everything this project compiles.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(STEPGATE_PLUGIN_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib/stepgate/plugins")

set(STEPGATE_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread; empty for none")

set(STEPGATE_WARNINGS -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wno-sign-conversion)
add_compile_options(${STEPGATE_WARNINGS} -fno-omit-frame-pointer
    $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>)
if(STEPGATE_SANITIZE)
  add_compile_options(-fsanitize=${STEPGATE_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${STEPGATE_SANITIZE})
endif()

find_program(STEPGATE_CCACHE ccache)
if(STEPGATE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${STEPGATE_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${STEPGATE_CCACHE}")
endif()
