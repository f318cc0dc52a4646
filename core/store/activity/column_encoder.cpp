#include "store/activity/column_encoder.hpp"

#include <algorithm>
#include <cstring>

#include "store/activity/bytes.hpp"

namespace stepgate::store::activity {
namespace {

constexpr std::uint8_t kTooMany = 0xff;

std::uint64_t hash_of(std::string_view text) noexcept {
  constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15ULL;
  std::uint64_t h = text.size() * kMix;
  const char* p = text.data();
  std::size_t n = text.size();
  for (; n >= 8; n -= 8, p += 8) {
    std::uint64_t v = 0;
    std::memcpy(&v, p, 8);
    h = (h ^ v) * kMix;
    h ^= h >> 29;
  }
  std::uint64_t v = 0;
  std::memcpy(&v, p, n);
  h = (h ^ v) * kMix;
  return h ^ (h >> 32);
}

void put_tag(std::string& out, Encoding encoding) { out += static_cast<char>(encoding); }

/// Bits of `n` entries, lowest first, `bit(i)` each.
template <class Bit>
void put_bitmap(std::string& out, std::size_t n, Bit bit) {
  const std::size_t start = out.size();
  out.resize(start + (n + 7) / 8);
  for (std::size_t i = 0; i < n; ++i) {
    if (bit(i)) out[start + i / 8] = static_cast<char>(out[start + i / 8] | (1 << (i % 8)));
  }
}

std::size_t width_for(std::uint64_t range) noexcept {
  if (range == 0) return 0;
  if (range <= 0xff) return 1;
  if (range <= 0xffff) return 2;
  return range <= 0xffffffff ? 4 : 8;
}

}  // namespace

bool ColumnEncoder::encode(const Column& column, std::string& out) {
  if (column.constant) {
    put_value(out, column.all);
    return !column.all.is_null();
  }
  const Shape shape = shape_of(column.values);
  if (!shape.integers && !shape.texts) return false;
  if (!shape.texts) {
    if (!shape.nulls && shape.low == shape.high) {
      put_value(out, Value::of(shape.low));
    } else if (!shape.nulls && shape.low == 0 && shape.high == 1) {
      put_bits(out, column.values);
    } else {
      put_integers(out, column.values, shape);
    }
    return true;
  }
  const std::vector<Value>& values = shape.integers ? as_texts(column.values) : column.values;
  if (!find_words(values, shape.nulls)) {
    put_plain(out, values, shape.bytes);
  } else if (words_.size() == 1 && !shape.nulls) {
    put_value(out, Value::of(words_[0]));
  } else {
    put_dictionary(out, shape.nulls);
  }
  return true;
}

ColumnEncoder::Shape ColumnEncoder::shape_of(const std::vector<Value>& values) {
  Shape shape;
  for (const Value& v : values) {
    switch (v.kind) {
      case Value::Kind::null:
        shape.nulls = true;
        break;
      case Value::Kind::integer:
        if (!shape.integers) shape.low = shape.high = v.integer;
        shape.low = std::min(shape.low, v.integer);
        shape.high = std::max(shape.high, v.integer);
        shape.integers = true;
        break;
      case Value::Kind::text:
        shape.texts = true;
        shape.bytes += v.size;
        break;
    }
  }
  return shape;
}

void ColumnEncoder::put_value(std::string& out, const Value& value) {
  if (value.is_null()) return;
  put_tag(out, Encoding::constant);
  out += static_cast<char>(value.kind);
  if (value.kind == Value::Kind::integer) return put_varint(out, zigzag(value.integer));
  put_varint(out, value.size);
  out += value.text();
}

void ColumnEncoder::put_bits(std::string& out, const std::vector<Value>& values) {
  put_tag(out, Encoding::bits);
  put_bitmap(out, values.size(), [&](std::size_t i) { return values[i].integer != 0; });
}

void ColumnEncoder::put_integers(std::string& out, const std::vector<Value>& values,
                                 const Shape& shape) {
  put_tag(out, Encoding::integers);
  out += static_cast<char>(shape.nulls ? kHasNulls : 0);
  if (shape.nulls) {
    put_bitmap(out, values.size(), [&](std::size_t i) { return values[i].is_null(); });
  }
  const auto base = static_cast<std::uint64_t>(shape.low);
  const std::size_t width = width_for(static_cast<std::uint64_t>(shape.high) - base);
  put_varint(out, zigzag(shape.low));
  out += static_cast<char>(width);
  for (const Value& v : values) {
    std::uint64_t difference = v.is_null() ? 0 : static_cast<std::uint64_t>(v.integer) - base;
    char bytes[8];
    for (char& byte : bytes) {
      byte = static_cast<char>(difference);
      difference >>= 8;
    }
    out.append(bytes, width);
  }
}

void ColumnEncoder::put_plain(std::string& out, const std::vector<Value>& values,
                              std::size_t bytes) {
  put_tag(out, Encoding::plain);
  for (const Value& v : values) put_varint(out, v.is_null() ? 0 : std::uint64_t{v.size} + 1);
  out.reserve(out.size() + bytes);
  for (const Value& v : values) out += v.text();
}

const std::vector<Value>& ColumnEncoder::as_texts(const std::vector<Value>& values) {
  formatted_.clear();
  texts_ = values;
  for (Value& v : texts_) {
    if (v.kind != Value::Kind::integer) continue;
    v = Value::of(formatted_.emplace_back(std::to_string(v.integer)));
  }
  return texts_;
}

bool ColumnEncoder::find_words(const std::vector<Value>& values, bool nulls) {
  slots_.fill(0);
  words_.clear();
  codes_.resize(values.size());
  const std::uint8_t first = nulls ? 1 : 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].is_null()) {
      codes_[i] = 0;
      continue;
    }
    const std::uint8_t code = code_of(values[i].text());
    if (code == kTooMany) return false;
    codes_[i] = static_cast<std::uint8_t>(code + first);
  }
  return true;
}

std::uint8_t ColumnEncoder::code_of(std::string_view text) {
  for (std::size_t slot = hash_of(text) % slots_.size();; slot = (slot + 1) % slots_.size()) {
    if (slots_[slot] == 0) {
      if (words_.size() == kMostWords) return kTooMany;
      words_.push_back(text);
      slots_[slot] = static_cast<std::uint8_t>(words_.size());
      return static_cast<std::uint8_t>(words_.size() - 1);
    }
    if (words_[slots_[slot] - 1U] == text) return static_cast<std::uint8_t>(slots_[slot] - 1);
  }
}

void ColumnEncoder::put_dictionary(std::string& out, bool nulls) const {
  put_tag(out, Encoding::dictionary);
  out += static_cast<char>(nulls ? kHasNulls : 0);
  out += static_cast<char>(words_.size());
  for (const std::string_view word : words_) put_varint(out, word.size());
  for (const std::string_view word : words_) out += word;
  const std::size_t different = words_.size() + (nulls ? 1 : 0);
  const std::size_t bits = different <= 2 ? 1 : different <= 4 ? 2 : different <= 16 ? 4 : 8;
  const std::size_t per_byte = 8 / bits, start = out.size();
  out.resize(start + (codes_.size() + per_byte - 1) / per_byte);
  for (std::size_t i = 0; i < codes_.size(); ++i) {
    char& byte = out[start + i / per_byte];
    byte = static_cast<char>(byte | (codes_[i] << (i % per_byte * bits)));
  }
}

}  // namespace stepgate::store::activity
