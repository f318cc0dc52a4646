#include "base/json.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/rapid.hpp"
#include "base/text.hpp"

namespace stepgate {
namespace {

using rapidjson::SizeType;

constexpr std::uint64_t kOnes = 0x0101010101010101u;
constexpr std::uint64_t kHighBits = 0x80u * kOnes;

/// The high bit of at least one byte is set when `word` holds a zero byte.
std::uint64_t zero_byte(std::uint64_t word) { return (word - kOnes) & ~word & kHighBits; }

/// Whether eight bytes are ASCII that is written as it is: no control characters, quotes or
/// backslashes.
bool is_plain(std::uint64_t word) {
  const std::uint64_t control = (word - 0x20u * kOnes) & ~word & kHighBits;
  const std::uint64_t special = zero_byte(word ^ '"' * kOnes) | zero_byte(word ^ '\\' * kOnes);
  return ((word & kHighBits) | control | special) == 0;
}

bool is_plain(std::string_view s) {
  for (; s.size() >= 8; s.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, s.data(), 8);
    if (!is_plain(word)) return false;
  }
  std::uint64_t rest = 0x20u * kOnes;
  if (!s.empty()) std::memcpy(&rest, s.data(), s.size());
  return is_plain(rest);
}

/// RapidJSON's writer looks at every byte of a text; nearly all texts need no more than a copy.
class HotWriter : public rapidjson::Writer<rapidjson::StringBuffer> {
 public:
  explicit HotWriter(rapidjson::StringBuffer& out) : Writer(out) {}
  void plain_string(std::string_view v) {
    Prefix(rapidjson::kStringType);
    char* const to = os_->Push(v.size() + 2);
    to[0] = '"';
    if (!v.empty()) std::memcpy(to + 1, v.data(), v.size());
    to[v.size() + 1] = '"';
    EndValue(true);
  }
};

template <class Writer>
void write_real(Writer& out, double v) {
  if (!std::isfinite(v)) {
    out.Null();
    return;
  }
  std::array<char, 40> buffer{};
  char* end = std::to_chars(buffer.data(), buffer.data() + 32, v).ptr;
  // "1" would be read back as an integer.
  const std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  if (digits.find_first_of(".e") == std::string_view::npos) {
    *end++ = '.';
    *end++ = '0';
  }
  out.RawValue(buffer.data(), static_cast<std::size_t>(end - buffer.data()),
               rapidjson::kNumberType);
}

/// What is written is JSON whatever comes in: bad UTF-8 becomes U+FFFD.
template <class Writer>
void write_string(Writer& out, std::string_view v) {
  if (is_valid_utf8(v)) {
    out.String(v.empty() ? "" : v.data(), static_cast<SizeType>(v.size()));
    return;
  }
  const std::string repaired = to_valid_utf8(v);
  out.String(repaired.data(), static_cast<SizeType>(repaired.size()));
}

void write_string(HotWriter& out, std::string_view v) {
  if (is_plain(v)) {
    out.plain_string(v);
  } else {
    write_string<HotWriter>(out, v);
  }
}

template <class Writer>
void write_value(Writer& out, const Json& v) {
  switch (v.type()) {
    case Json::Type::null:
      out.Null();
      return;
    case Json::Type::boolean:
      out.Bool(v.as_bool());
      return;
    case Json::Type::integer:
      out.Int64(v.as_int());
      return;
    case Json::Type::real:
      write_real(out, v.as_double());
      return;
    case Json::Type::string:
    case Json::Type::bad:
      write_string(out, v.as_string());
      return;
    case Json::Type::array:
      out.StartArray();
      for (const Json& item : v.items()) write_value(out, item);
      out.EndArray();
      return;
    case Json::Type::object:
      out.StartObject();
      for (const auto& [name, member] : v.members()) {
        write_string(out, name);
        write_value(out, member);
      }
      out.EndObject();
      return;
  }
}

}  // namespace

struct JsonWriter::Impl {
  explicit Impl(std::size_t reserve)
      : buffer(nullptr, reserve == 0 ? rapidjson::StringBuffer::kDefaultCapacity : reserve),
        out(buffer) {}
  rapidjson::StringBuffer buffer;
  HotWriter out;
};

JsonWriter::JsonWriter(std::size_t reserve) : impl_(std::make_unique<Impl>(reserve)) {}
JsonWriter::~JsonWriter() = default;

void JsonWriter::begin_object() { impl_->out.StartObject(); }
void JsonWriter::end_object() { impl_->out.EndObject(); }
void JsonWriter::begin_array() { impl_->out.StartArray(); }
void JsonWriter::end_array() { impl_->out.EndArray(); }
void JsonWriter::key(std::string_view name) { write_string(impl_->out, name); }
void JsonWriter::null() { impl_->out.Null(); }
void JsonWriter::boolean(bool v) { impl_->out.Bool(v); }
void JsonWriter::integer(std::int64_t v) { impl_->out.Int64(v); }
void JsonWriter::real(double v) { write_real(impl_->out, v); }
void JsonWriter::string(std::string_view v) { write_string(impl_->out, v); }
void JsonWriter::raw(std::string_view json) {
  impl_->out.RawValue(json.data(), json.size(), rapidjson::kObjectType);
}
void JsonWriter::value(const Json& v) { write_value(impl_->out, v); }

std::string_view JsonWriter::text() const noexcept {
  return {impl_->buffer.GetString(), impl_->buffer.GetSize()};
}

std::string JsonWriter::take() {
  std::string out(text());
  clear();
  return out;
}

void JsonWriter::clear() {
  impl_->buffer.Clear();
  impl_->out.Reset(impl_->buffer);
}

std::string Json::dump() const {
  JsonWriter out;
  out.value(*this);
  return out.take();
}

std::string Json::pretty() const {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> out(buffer);
  out.SetIndent(' ', 2);
  write_value(out, *this);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace stepgate
