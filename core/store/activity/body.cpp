#include "store/activity/body.hpp"

#include <zstd.h>

#include <cstring>
#include <new>

#include "store/activity/bytes.hpp"

namespace stepgate::store::activity {
namespace {

enum class Codec : std::uint8_t { none = 0, zstd = 1 };
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHead = 2;             // version, codec
constexpr std::size_t kChecked = kHead + 4;  // and the checksum
constexpr std::size_t kWorthPacking = 128;
constexpr int kLevel = 1;

std::uint32_t checksum(std::string_view stored) {
  return crc32c(stored.substr(kChecked), crc32c(stored.substr(0, kHead)));
}

ZSTD_DCtx* unpacker() {
  struct Free {
    void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
  };
  thread_local std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
  if (context == nullptr) throw std::bad_alloc();
  return context.get();
}

std::unique_ptr<char[]> unpack(Codec codec, std::string_view packed, std::size_t size) {
  std::unique_ptr<char[]> payload;
  if (codec == Codec::none) {
    if (packed.size() != size) throw Damaged("the body ends too early");
    payload.reset(new char[size]);
    std::memcpy(payload.get(), packed.data(), size);
  } else if (codec == Codec::zstd) {
    if (ZSTD_getFrameContentSize(packed.data(), packed.size()) != size) {
      throw Damaged("the size of the body does not match");
    }
    payload.reset(new char[size]);
    const std::size_t n =
        ZSTD_decompressDCtx(unpacker(), payload.get(), size, packed.data(), packed.size());
    if (ZSTD_isError(n) != 0 || n != size) throw Damaged("the body cannot be unpacked");
  } else {
    throw Damaged("the body is packed in an unknown way");
  }
  return payload;
}

}  // namespace

struct BodyEncoder::Context {
  ZSTD_CCtx* zstd = ZSTD_createCCtx();
  Context() {
    if (zstd == nullptr) throw std::bad_alloc();
  }
  ~Context() { ZSTD_freeCCtx(zstd); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

BodyEncoder::BodyEncoder() : context_(std::make_unique<Context>()) {}
BodyEncoder::~BodyEncoder() = default;

void BodyEncoder::put_columns(const Table& table) {
  directory_.clear();
  data_.clear();
  std::size_t count = 0;
  for (const Column& column : table.columns()) {
    const std::size_t start = data_.size();
    if (!columns_.encode(column, data_)) continue;
    ++count;
    directory_ += static_cast<char>(column.kind);
    put_varint(directory_, column.key.size());
    directory_ += column.key;
    put_varint(directory_, data_.size() - start);
  }
  payload_.clear();
  put_varint(payload_, table.ids.size());
  put_varint(payload_, count);
  payload_ += directory_;
  payload_ += data_;
}

std::string BodyEncoder::encode(const Table& table) {
  put_columns(table);
  std::string out;
  out += static_cast<char>(kVersion);
  out += static_cast<char>(Codec::none);
  out.resize(kChecked);
  put_varint(out, payload_.size());
  const std::size_t start = out.size();
  bool packed = false;
  if (payload_.size() >= kWorthPacking) {
    out.resize(start + ZSTD_compressBound(payload_.size()));
    const std::size_t n = ZSTD_compressCCtx(context_->zstd, out.data() + start, out.size() - start,
                                            payload_.data(), payload_.size(), kLevel);
    packed = ZSTD_isError(n) == 0 && n < payload_.size();
    out.resize(packed ? start + n : start);
  }
  if (packed) {
    out[1] = static_cast<char>(Codec::zstd);
  } else {
    out += payload_;
  }
  std::string sum;
  put_fixed(sum, checksum(out));
  out.replace(kHead, sum.size(), sum);
  return out;
}

Body Body::open(std::string_view stored, std::size_t n) {
  ByteReader in(stored);
  const std::uint8_t version = in.byte();
  const auto codec = static_cast<Codec>(in.byte());
  if (in.fixed<std::uint32_t>() != checksum(stored)) {
    throw Damaged("the checksum of the body does not match");
  }
  if (version != kVersion) throw Damaged("the body has an unknown format");
  const std::uint64_t size = in.varint();
  if (size > kMostPayload) throw Damaged("the body is too large");

  Body body;
  body.payload_ = unpack(codec, in.rest(), static_cast<std::size_t>(size));
  body.n_ = n;
  ByteReader payload({body.payload_.get(), static_cast<std::size_t>(size)});
  if (payload.varint() != n) throw Damaged("ids and body differ in length");
  const std::uint64_t count = payload.varint();
  if (count > payload.left()) throw Damaged("columns of the body are missing");
  std::vector<std::uint64_t> sizes(static_cast<std::size_t>(count));
  body.columns_.reserve(sizes.size());
  for (auto& bytes : sizes) {
    const auto kind = static_cast<ColumnKind>(payload.byte());
    body.columns_.push_back({kind, payload.take(payload.varint()), {}});
    bytes = payload.varint();
  }
  for (std::size_t k = 0; k < sizes.size(); ++k) body.columns_[k].bytes = payload.take(sizes[k]);
  return body;
}

ColumnReader Body::column(ColumnKind kind, std::string_view key) const {
  for (const Stored& stored : columns_) {
    if (stored.kind == kind && stored.key == key) return column(stored);
  }
  return {};
}

}  // namespace stepgate::store::activity
