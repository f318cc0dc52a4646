// The columns of a segment as one blob, and back.
//
//   version 1, codec (0 none, 1 zstd), CRC-32C of all but itself, size of the payload, payload
//   payload: n, number of columns, {kind, key, bytes} of each, the columns (column_encoder.hpp)
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/activity/column_encoder.hpp"
#include "store/activity/column_reader.hpp"
#include "store/activity/table.hpp"

namespace stepgate::store::activity {

/// A payload is never larger: what would be is cut into several segments before.
inline constexpr std::size_t kMostPayload = 256 << 20;

/// Keeps its buffers and its compression context. One thread at a time.
class BodyEncoder {
 public:
  BodyEncoder();
  ~BodyEncoder();
  BodyEncoder(const BodyEncoder&) = delete;
  BodyEncoder& operator=(const BodyEncoder&) = delete;

  std::string encode(const Table& table);

 private:
  void put_columns(const Table& table);
  struct Context;
  std::unique_ptr<Context> context_;
  ColumnEncoder columns_;
  std::string directory_, data_, payload_;
};

/// An opened body. Columns are decoded when they are asked for.
class Body {
 public:
  struct Stored {
    ColumnKind kind;
    std::string_view key;
    std::string_view bytes;
  };

  /// `n`: entries according to its ids. Throws Damaged.
  static Body open(std::string_view stored, std::size_t n);

  std::size_t size() const noexcept { return n_; }
  const std::vector<Stored>& columns() const noexcept { return columns_; }
  /// Null for everyone when it is not there. Throws Damaged. Valid as long as the body.
  ColumnReader column(ColumnKind kind, std::string_view key = {}) const;
  ColumnReader column(const Stored& stored) const { return {stored.bytes, n_}; }

 private:
  std::unique_ptr<char[]> payload_;
  std::size_t n_ = 0;
  std::vector<Stored> columns_;
};

}  // namespace stepgate::store::activity
