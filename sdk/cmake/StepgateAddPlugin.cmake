# stepgate_add_plugin(NAME [SOURCES] a.cpp ... [LIBS target ...] [OUTPUT_DIRECTORY dir] [NO_INSTALL])
#
# Builds the plugin file NAME.so: a module that exports stepgate_plugin_entry and nothing else. LIBS are linked into it and should
# be static: a plugin is one file, and the host loads a private copy of it. Adds the test plugin_file.NAME, which verifies the
# built file, and installs it to lib/stepgate/plugins.
set(STEPGATE_ADD_PLUGIN_DIR "${CMAKE_CURRENT_LIST_DIR}" CACHE INTERNAL "Where stepgate_plugin.map is")

function(stepgate_add_plugin name)
  cmake_parse_arguments(ARG "NO_INSTALL" "OUTPUT_DIRECTORY" "SOURCES;LIBS" ${ARGN})
  add_library(${name} MODULE ${ARG_SOURCES} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE Stepgate::sdk ${ARG_LIBS})

  set(map "${STEPGATE_ADD_PLUGIN_DIR}/stepgate_plugin.map")
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so" LINK_DEPENDS "${map}"
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_link_options(${name} PRIVATE "LINKER:--version-script=${map}")
  # Statics that are unique in the process would keep the file mapped for ever and shared with other plugins.
  target_compile_options(${name} PRIVATE
    "$<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-fno-gnu-unique>")
  # A missing library is an error here, not at the customer's. clang's sanitizers live in the program: undefined in a module.
  get_directory_property(options COMPILE_OPTIONS)
  if(NOT (CMAKE_CXX_COMPILER_ID MATCHES "Clang"
          AND "${options} ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_DEBUG}" MATCHES "-fsanitize"))
    target_link_options(${name} PRIVATE "LINKER:-z,defs")
  endif()

  if(ARG_OUTPUT_DIRECTORY)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY "${ARG_OUTPUT_DIRECTORY}")
  elseif(STEPGATE_PLUGIN_OUTPUT_DIRECTORY)
    set_target_properties(${name} PROPERTIES
      LIBRARY_OUTPUT_DIRECTORY "${STEPGATE_PLUGIN_OUTPUT_DIRECTORY}")
  endif()
  if(NOT ARG_NO_INSTALL)
    install(TARGETS ${name} LIBRARY DESTINATION lib/stepgate/plugins COMPONENT plugins)
  endif()
  add_test(NAME plugin_file.${name} COMMAND "${CMAKE_COMMAND}" "-DFILE=$<TARGET_FILE:${name}>"
    "-DNM=${CMAKE_NM}" -P "${STEPGATE_ADD_PLUGIN_DIR}/StepgateVerifyPlugin.cmake")
  set_tests_properties(plugin_file.${name} PROPERTIES LABELS fast)
endfunction()
