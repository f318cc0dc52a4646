# cmake -DFILE=plugin.so -DNM=nm -P StepgateVerifyPlugin.cmake
# A plugin file exports exactly the one symbol, as data; anything more could be taken for another plugin's or the host's.
execute_process(COMMAND "${NM}" -D --defined-only "${FILE}"
  OUTPUT_VARIABLE symbols ERROR_VARIABLE trouble RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${FILE}: nm can't read it: ${trouble}")
endif()
string(STRIP "${symbols}" symbols)
string(REPLACE "\n" ";" lines "${symbols}")
foreach(line IN LISTS lines)
  if(NOT line MATCHES "^[0-9a-fA-F]+ [DBR] stepgate_plugin_entry$")
    message(FATAL_ERROR "${FILE}: exports more than stepgate_plugin_entry: ${line}\n"
      "Build it with stepgate_add_plugin, and define the entry with STEPGATE_PLUGIN.")
  endif()
  set(found TRUE)
endforeach()
if(NOT found)
  message(FATAL_ERROR "${FILE}: does not export stepgate_plugin_entry.\n"
    "Name the file's components with STEPGATE_PLUGIN(...) in one source file.")
endif()
