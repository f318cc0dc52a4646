#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/unique_fd.hpp"
#include "wire/id_ranges.hpp"

namespace sample {

// What both kinds of lines say about a chunk.
struct ChunkNote {
  std::uint64_t number = 0;  // of the submit, from 1; 0 for one that could not be read
  std::string batch_id;
  std::int64_t campaign_id = 0;
  std::string token_hash;  // SHA-256 in hex: joins the lines of a chunk, gives nothing away
};

struct CallbackNote {
  std::string_view step;  // good, duplicate, forged, garbage
  int attempt = 1;
  int status = 0;  // 0: no answer
  std::string_view chunk_error;
};

// What a callback holds, for its lines.
struct EntriesNote {
  IdRanges all;
  IdRanges failed;
  std::uint64_t fields = 0;
};

// The service's own record of what it was sent and what it gave back, to be compared with the
// host's store: JSON lines, each written with one write() before the answer it tells of is sent or,
// for callbacks, once it has come.
class WitnessLog {
 public:
  WitnessLog() = default;                        // writes nothing
  explicit WitnessLog(const std::string& path);  // throws std::system_error

  bool enabled() const { return file_.valid(); }

  void submit(const ChunkNote& chunk, int status, const IdRanges& ids, std::string_view source);
  void callback(const ChunkNote& chunk, const CallbackNote& callback, const EntriesNote& entries);
  void event(std::string_view kind);  // started, reset, stopped

 private:
  void begin(std::string_view kind);
  void member(std::string_view name, std::string_view text);
  void member(std::string_view name, std::int64_t number);
  void chunk(const ChunkNote& note);
  void ids(const IdRanges& ids);
  void end();

  UniqueFd file_;
  std::string line_;
};

std::string sha256_hex(std::string_view text);

}  // namespace sample
