#include "store/activity/column_reader.hpp"

#include "store/activity/bytes.hpp"

namespace stepgate::store::activity {
namespace {

bool bit(const char* bits, std::size_t i) noexcept {
  return ((static_cast<unsigned char>(bits[i / 8]) >> (i % 8)) & 1) != 0;
}

Value read_value(ByteReader& in) {
  const std::uint8_t kind = in.byte();
  if (kind == static_cast<std::uint8_t>(Value::Kind::integer)) {
    return Value::of(unzigzag(in.varint()));
  }
  if (kind == static_cast<std::uint8_t>(Value::Kind::text)) {
    return Value::of(in.take(in.varint()));
  }
  throw Damaged("a column holds a value of an unknown kind");
}

}  // namespace

ColumnReader::ColumnReader(std::string_view bytes, std::size_t n) : n_(n) {
  ByteReader in(bytes);
  encoding_ = static_cast<Encoding>(in.byte());
  switch (encoding_) {
    case Encoding::constant:
      words_.push_back(read_value(in));
      break;
    case Encoding::dictionary:
      read_dictionary(in);
      break;
    case Encoding::plain:
      read_plain(in);
      break;
    case Encoding::integers:
      read_integers(in);
      break;
    case Encoding::bits:
      data_ = in.take((n + 7) / 8).data();
      break;
    default:
      throw Damaged("a column is encoded in an unknown way");
  }
}

void ColumnReader::read_dictionary(ByteReader& in) {
  const bool nulls = (in.byte() & kHasNulls) != 0;
  const std::size_t count = in.byte();
  if (count > kMostWords) throw Damaged("a dictionary is too large");
  if (nulls) words_.emplace_back();
  std::vector<std::uint64_t> sizes(count);
  for (auto& size : sizes) size = in.varint();
  for (const auto size : sizes) words_.push_back(Value::of(in.take(size)));
  const std::size_t different = words_.size();
  bits_ = different <= 2 ? 1 : different <= 4 ? 2 : different <= 16 ? 4 : 8;
  per_byte_ = 8 / bits_;
  data_ = in.take((n_ + per_byte_ - 1) / per_byte_).data();
  for (std::size_t i = 0; i < n_; ++i) {
    if (code(i) >= different) throw Damaged("an entry is not in its dictionary");
  }
}

void ColumnReader::read_plain(ByteReader& in) {
  offsets_.resize(n_ + 1);
  is_null_.resize(n_);
  std::uint64_t offset = 0;
  for (std::size_t i = 0; i < n_; ++i) {
    const std::uint64_t size = in.varint();
    is_null_[i] = size == 0;
    if (size != 0) offset += size - 1;
    if (size > in.left() + 1 || offset > in.left()) throw Damaged("a text in it is too long");
    offsets_[i + 1] = static_cast<std::uint32_t>(offset);
  }
  data_ = in.take(offset).data();
}

void ColumnReader::read_integers(ByteReader& in) {
  if ((in.byte() & kHasNulls) != 0) nulls_ = in.take((n_ + 7) / 8).data();
  base_ = unzigzag(in.varint());
  width_ = in.byte();
  if (width_ > 8) throw Damaged("a number in it is too wide");
  data_ = in.take(n_ * width_).data();
}

Value ColumnReader::at(std::size_t i) const noexcept {
  switch (encoding_) {
    case Encoding::constant:
      return words_.empty() ? Value() : words_[0];
    case Encoding::dictionary:
      return words_[code(i)];
    case Encoding::plain:
      if (is_null_[i]) return {};
      return Value::of(std::string_view(data_ + offsets_[i], offsets_[i + 1] - offsets_[i]));
    case Encoding::integers: {
      if (nulls_ != nullptr && bit(nulls_, i)) return {};
      std::uint64_t difference = 0;
      for (std::size_t k = 0; k < width_; ++k) {
        const auto byte = static_cast<unsigned char>(data_[i * width_ + k]);
        difference |= static_cast<std::uint64_t>(byte) << (8 * k);
      }
      return Value::of(static_cast<std::int64_t>(static_cast<std::uint64_t>(base_) + difference));
    }
    case Encoding::bits:
      return Value::of(std::int64_t{bit(data_, i) ? 1 : 0});
  }
  return {};
}

}  // namespace stepgate::store::activity
