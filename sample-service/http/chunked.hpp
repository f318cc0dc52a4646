#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sample {

// Takes the chunks of a body with `Transfer-Encoding: chunked` as they arrive (RFC 9112
// section 7.1).
class ChunkedDecoder {
 public:
  enum class State { kMore, kDone, kBad, kTooLarge };

  void reset(std::size_t limit);
  // Takes what it can from the front of `bytes` and says in `used` how much that was.
  State feed(std::string_view bytes, std::size_t& used);
  const std::string& body() const { return body_; }

 private:
  enum class Part { kSize, kData, kDataEnd, kTrailer, kEnd };

  State read_size(std::string_view line);
  State read_line(std::string_view line);

  Part part_ = Part::kSize;
  std::size_t left_ = 0;  // of the current chunk
  std::size_t limit_ = 0;
  std::size_t trailer_bytes_ = 0;
  std::string body_;
};

}  // namespace sample
