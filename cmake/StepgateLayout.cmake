# Where things land, in the build folder and below an installation's prefix alike: a program finds the plugins next to itself at
# ../lib/stepgate/plugins in both. The SDK installs its own headers and CMake package (sdk/CMakeLists.txt).
set(STEPGATE_INSTALL_BINDIR bin)
set(STEPGATE_INSTALL_LIBDIR lib/stepgate)
set(STEPGATE_INSTALL_PLUGINDIR lib/stepgate/plugins)
set(STEPGATE_INSTALL_DATADIR share/stepgate)
set(STEPGATE_INSTALL_DOCDIR share/doc/stepgate)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/${STEPGATE_INSTALL_BINDIR}")
set(STEPGATE_PLUGIN_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/${STEPGATE_INSTALL_PLUGINDIR}")

# stepgate_install_program(target): a program of the product, as `cmake --install` puts it.
function(stepgate_install_program target)
  install(TARGETS ${target} RUNTIME DESTINATION "${STEPGATE_INSTALL_BINDIR}" COMPONENT stepgate)
endfunction()

install(FILES "${CMAKE_SOURCE_DIR}/LICENSE" "${CMAKE_SOURCE_DIR}/README.md"
    DESTINATION "${STEPGATE_INSTALL_DOCDIR}" COMPONENT stepgate OPTIONAL)
install(FILES "${CMAKE_SOURCE_DIR}/config/stepgated.properties"
    DESTINATION "${STEPGATE_INSTALL_DATADIR}" COMPONENT stepgate OPTIONAL)
