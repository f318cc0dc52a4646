// A value on its way into or out of a rare query.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace stepgate::store::sql {

struct Blob {
  std::string bytes;
};

class Value {
 public:
  Value() = default;
  Value(std::int64_t v) : v_(v) {}
  Value(int v) : v_(std::int64_t{v}) {}
  Value(std::uint32_t v) : v_(std::int64_t{v}) {}
  Value(double v) : v_(v) {}
  Value(bool) = delete;
  Value(const char* v) : v_(std::string(v)) {}
  Value(std::string v) : v_(std::move(v)) {}
  Value(std::string_view v) : v_(std::string(v)) {}
  Value(Blob v) : v_(std::move(v)) {}

  bool is_null() const noexcept { return std::holds_alternative<std::monostate>(v_); }
  /// Zero when null; also of a text that holds a number (columns without a declared type).
  std::int64_t integer() const;
  double real() const;
  /// Empty when null; the bytes of text and blobs, numbers as text.
  std::string text() const;

  using Variant = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;
  const Variant& variant() const noexcept { return v_; }

 private:
  Variant v_;
};

using Row = std::vector<Value>;
using Rows = std::vector<Row>;

}  // namespace stepgate::store::sql
