#include <algorithm>
#include <cstring>

#include "base/error.hpp"
#include "base/json_gate.hpp"
#include "base/json_tolerant.hpp"
#include "base/rapid.hpp"
#include "base/text.hpp"

namespace stepgate {
namespace {

/// RapidJSON's events to the gate's. Numbers arrive as text.
class RapidEvents {
 public:
  explicit RapidEvents(JsonGate& gate) : gate_(gate) {}
  bool Null() { return gate_.on_null(); }
  bool Bool(bool v) { return gate_.on_bool(v); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    return gate_.on_number(text, length);
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return gate_.on_string({text, length});
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    return gate_.on_key({text, length});
  }
  bool StartObject() { return gate_.on_begin(true); }
  bool EndObject(rapidjson::SizeType) { return gate_.on_end(); }
  bool StartArray() { return gate_.on_begin(false); }
  bool EndArray(rapidjson::SizeType) { return gate_.on_end(); }
  // Never called (numbers are text), but the reader's template names them.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  JsonGate& gate_;
};

/// Whether an escape "\uD..." occurs: RapidJSON passes the second half of a surrogate pair that
/// stands alone.
bool mentions_surrogates(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const void* const hit = std::memchr(at, '\\', static_cast<std::size_t>(end - at));
    if (hit == nullptr) return false;
    at = static_cast<const char*>(hit);
    if (end - at > 2 && at[1] == 'u' && (at[2] == 'd' || at[2] == 'D')) return true;
    at += 2;
  }
  return false;
}

[[noreturn]] void refuse_size(std::string_view subject, std::size_t most) {
  throw Error(ErrorKind::too_large, "JSON_TOO_LARGE", std::string(subject),
              "is longer than " + std::to_string(most) + " bytes", "Send less at once");
}

bool read_tolerantly(std::string& text, std::size_t from, JsonGate& gate, bool comments) {
  TolerantReader reader(text, from, gate, comments);
  if (reader.run()) return true;
  if (gate.fault() != JsonGate::Fault::none) gate.raise(reader.offset());
  return false;
}

/// The common path. The text is valid UTF-8 and holds no surrogate escapes, so that only the size
/// of numbers is left for which RapidJSON gives up where we do not: the other reader goes on at
/// that number.
bool read_fast(std::string& text, JsonGate& gate) {
  constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  rapidjson::InsituStringStream stream(text.data());
  rapidjson::Reader reader;
  RapidEvents events(gate);
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, events);
  if (!result.IsError()) {
    // RapidJSON takes a NUL for the end.
    if (stream.Tell() == text.size()) return true;
    gate.refuse(JsonGate::Fault::unreadable, "there is more after the end of the document");
    gate.raise(stream.Tell());
  }
  if (result.Code() == rapidjson::kParseErrorNumberTooBig) {
    return read_tolerantly(text, result.Offset(), gate, false);
  }
  if (gate.fault() != JsonGate::Fault::none) gate.raise(result.Offset());
  if (result.Code() == rapidjson::kParseErrorTermination) return false;
  gate.refuse(JsonGate::Fault::unreadable, rapidjson::GetParseError_En(result.Code()));
  gate.raise(result.Offset());
}

}  // namespace

bool read_json(std::string& text, JsonHandler& handler, const JsonLimits& limits,
               std::string_view subject) {
  const std::size_t most = std::min(limits.max_bytes, kMostBytes);
  if (text.size() > most) refuse_size(subject, most);
  JsonGate gate(handler, limits, subject);
  const bool comments = limits.lenient && limits.comments;
  const std::size_t good = valid_utf8_prefix(text);
  if (good < text.size() && !limits.lenient) {
    gate.refuse(JsonGate::Fault::unreadable, "bad UTF-8");
    gate.raise(good);
  }
  if (good < text.size() || comments || mentions_surrogates(text)) {
    return read_tolerantly(text, 0, gate, comments);
  }
  return read_fast(text, gate);
}

}  // namespace stepgate
