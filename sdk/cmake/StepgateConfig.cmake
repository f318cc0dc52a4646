# find_package(Stepgate): the target Stepgate::sdk and the function stepgate_add_plugin.
include("${CMAKE_CURRENT_LIST_DIR}/StepgateTargets.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/StepgateAddPlugin.cmake")
