// A handler that writes down what it is told, so that readings can be compared as text.
#pragma once
#include <limits>
#include <string>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace stepgate::test {

class Events final : public JsonHandler {
 public:
  explicit Events(std::size_t stop_after = std::numeric_limits<std::size_t>::max())
      : left_(stop_after) {}
  bool on_null() override { return add("null"); }
  bool on_bool(bool v) override { return add(v ? "true" : "false"); }
  bool on_int(std::int64_t v) override { return add("int " + std::to_string(v)); }
  bool on_real(double v) override { return add("real " + format_double(v)); }
  bool on_string(std::string_view v) override { return add("string " + std::string(v)); }
  bool on_bad(std::string_view raw) override { return add("bad " + std::string(raw)); }
  bool on_key(std::string_view name) override { return add("key " + std::string(name)); }
  bool on_object_begin() override { return add("{"); }
  bool on_object_end() override { return add("}"); }
  bool on_array_begin() override { return add("["); }
  bool on_array_end() override { return add("]"); }

  /// All events, each ended by a semicolon.
  const std::string& log() const { return log_; }

 private:
  bool add(const std::string& event) {
    if (left_ == 0) return false;
    log_ += event + ";";
    return --left_ > 0;
  }
  std::string log_;
  std::size_t left_;
};

inline JsonLimits lenient() {
  JsonLimits limits;
  limits.lenient = true;
  return limits;
}

/// The events of a text, followed by the code of the error when it was refused.
inline std::string events_of(std::string text, const JsonLimits& limits = {}) {
  Events events;
  try {
    read_json(text, events, limits);
  } catch (const Error& e) {
    return events.log() + e.code();
  }
  return events.log();
}

/// The code that reading a text ends with, or "" when it is read.
inline std::string code_of(std::string_view text, const JsonLimits& limits = {}) {
  try {
    Json::parse(text, limits);
  } catch (const Error& e) {
    return e.code();
  }
  return {};
}

}  // namespace stepgate::test
