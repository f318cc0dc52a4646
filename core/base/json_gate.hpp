// Inside base: what stands between a reader of JSON text and its handler. Counts depth and values,
// knows the open containers (so that one reader can go on where another stopped) and keeps the
// reason of a refusal.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "base/json.hpp"
#include "base/json_number.hpp"

namespace stepgate {

/// No limit reaches above these: RapidJSON counts exponents in int, and documents are copied and
/// destroyed recursively.
constexpr std::size_t kDeepest = 512;
constexpr std::size_t kMostBytes = 200'000'000;

class JsonGate {
 public:
  enum class Fault : std::uint8_t { none, too_deep, too_large, unreadable };

  JsonGate(JsonHandler& handler, const JsonLimits& limits, std::string_view subject);

  // Each returns false to stop: the handler wants it, or fault() says why.
  bool on_null() { return count() && handler_.on_null(); }
  bool on_bool(bool v) { return count() && handler_.on_bool(v); }
  bool on_string(std::string_view v) { return count() && handler_.on_string(v); }
  bool on_key(std::string_view name) { return handler_.on_key(name); }
  bool on_number(const char* text, std::size_t length);
  /// A value that lenient reading hands over and strict reading refuses. `why` is static text.
  bool on_bad(std::string_view raw, const char* why);
  bool on_begin(bool object);
  bool on_end();

  std::size_t depth() const noexcept { return depth_; }
  bool lenient() const noexcept { return lenient_; }
  bool in_object() const noexcept { return depth_ > 0 && object_[depth_ - 1]; }

  /// Refuses the text. Returns false, to be handed on.
  bool refuse(Fault fault, const char* why) noexcept;
  Fault fault() const noexcept { return fault_; }
  /// Throws the Error for fault(); `offset` is where the reader stood.
  [[noreturn]] void raise(std::size_t offset) const;

 private:
  bool count() noexcept {
    return ++values_ <= max_values_ || refuse(Fault::too_large, "too many values");
  }

  JsonHandler& handler_;
  std::size_t max_depth_, max_values_;
  std::size_t depth_ = 0, values_ = 0;
  std::array<bool, kDeepest> object_{};
  std::string_view subject_;
  const char* why_ = "";
  bool lenient_;
  Fault fault_ = Fault::none;
};

}  // namespace stepgate
