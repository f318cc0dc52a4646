#include "base/json.hpp"
#include "base/rapid.hpp"
#include "base/text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace stepgate {
namespace {

using rapidjson::SizeType;

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
  rapidjson::Writer<rapidjson::StringBuffer> out;
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
