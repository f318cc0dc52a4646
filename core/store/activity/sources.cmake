# Sources of the activity history, for the room and for the extension of the sqlite3 shell. The extension compiles what reads a
# second time, against SQLite's table of functions instead of its library.
set(STEPGATE_ACTIVITY_CODEC bytes.cpp table.cpp column_encoder.cpp column_reader.cpp id_list.cpp body.cpp parameters.cpp)
set(STEPGATE_STORE_ACTIVITY schema/version_2.cpp)
set(STEPGATE_ACTIVITY_READER activity.cpp query.cpp candidates.cpp field_names.cpp open_segment.cpp open_segment_fill.cpp
  reader.cpp reader_results.cpp)
foreach(source ${STEPGATE_ACTIVITY_CODEC} ${STEPGATE_ACTIVITY_READER} rows.cpp segment_builder.cpp writer.cpp
    merge.cpp erase.cpp compactor.cpp background.cpp)
  list(APPEND STEPGATE_STORE_ACTIVITY activity/${source})
endforeach()
