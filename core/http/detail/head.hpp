// The head of a message: start line and header fields. Pure: text in, views into it out.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stepgate::http::detail {

using Field = std::pair<std::string_view, std::string_view>;
using Fields = std::vector<Field>;

std::string_view find_field(const Fields& fields, std::string_view name) noexcept;
std::size_t count_fields(const Fields& fields, std::string_view name) noexcept;

/// Length of the head at the start of `text` with its blank line; 0 when the blank line has not
/// come yet. `from` is where to go on searching, as far as it was searched before.
std::size_t head_length(std::string_view text, std::size_t from = 0) noexcept;

struct RequestHead {
  std::string_view method, target;
  int minor = 1;  ///< of HTTP/1.x
  Fields fields;
};

struct ResponseHead {
  int status = 0;
  int minor = 1;
  Fields fields;
};

/// Why a request is refused: the status to answer with and a word to the client.
struct HeadFault {
  int status = 400;
  std::string_view text;
};

/// Strict: what two parsers could read differently (folded lines, space before a colon, control
/// characters) is refused. Views point into `text`, which is a whole head. `out` is reused between
/// calls.
std::optional<HeadFault> parse_request(std::string_view text, std::size_t max_fields,
                                       RequestHead& out);

/// Tolerant where real services are odd: folded lines are cut, fields without a name are skipped.
/// False when the status line is no HTTP/1.x status line or there are more than `max_fields`
/// fields.
bool parse_response(std::string_view text, std::size_t max_fields, ResponseHead& out);

}  // namespace stepgate::http::detail
