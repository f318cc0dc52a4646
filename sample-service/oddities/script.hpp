#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oddities/patch.hpp"

namespace sample {

// Where a change acts.
enum class Spot {
  kDocument,
  kDefinition,
  kStatus,
  kPicklist,
  kBrandIcon,
  kServiceIcon,
  kGuide,
  kSubmit,
  kCallback,
};

// A line of a script: `SPOT VERB [POINTER] [ARGUMENT]`, for example
//   document delete /info/x-providerName
//   status answer 204
//   callback set /objectData/*/leadData/id "none"
// The verbs of a tree are those of oddities/patch.hpp, without POINTER where there is only one
// document to take (`callback list`). What else there is depends on the spot:
//   answer N, body TEXT, type TEXT, header LINE, gzip   any answer
//   comments, bom, pad N                                the text of a body
//   open                                                the credentials are not asked for
//   first N, retry-after S, retry-date S                submit: the first one is answered N
//   most-people N, most-bytes N                         submit: more is answered 413
//   hold, held N                                        submit: answered (N) after the callback
//   refuse N                                            wrong credentials are answered N, not 401
//   without NAME, header LINE, chunked                  callback: lines of the head
// $ORIGIN, $HOST and $PORT stand for where the request went; $TOKEN and $KEY, in a callback, for
// the one-time token and the service's own key.
struct Change {
  Spot spot;
  Patch patch;  // of a tree, or the verb and its argument
  bool of_tree;
};

// Nothing when the line can't be understood.
std::optional<Change> read_change(std::string_view line);
// Of a table: a line that can't be understood is an error of the program.
std::vector<Change> read_script(std::string_view script);

}  // namespace sample
