// Reads a callback and writes down what came out, one line each, so that tests compare texts.
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/text.hpp"
#include "chunk_maker.hpp"
#include "protocol/callback_reader.hpp"

namespace stepgate::protocol::testing {

/// The final state, as a host that keeps the last word has it.
class CallbackLog final : public CallbackSink {
 public:
  void set(std::uint32_t record, std::uint32_t field, const stepgate_value& value) override {
    put("f", record, field, value);
  }
  void set_attribute(std::uint32_t record, std::uint32_t attribute,
                     const stepgate_value& value) override {
    put("a", record, attribute, value);
  }
  void finish(std::uint32_t record, bool success, std::string_view code,
              std::string_view reason) override {
    std::string text = success ? "ok" : "failed";
    if (!code.empty()) text += " " + std::string(code);
    if (!reason.empty()) text += " (" + std::string(reason) + ")";
    outcomes[record] = text;
  }
  void fail_chunk(std::string_view code, std::string_view message) override {
    chunk = std::string(code) + ": " + std::string(message);
  }
  void warn(std::int64_t record, std::string_view code, std::string_view message) override {
    warnings.emplace(code,
                     (record < 0 ? "" : std::to_string(record) + ": ") + std::string(message));
  }

  /// "0.f0=x 0.a0=y 0:ok 1:failed X (y)"
  std::string text() const {
    std::string all;
    for (const auto& [key, value] : values) all += key + '=' + value + ' ';
    for (const auto& [record, outcome] : outcomes)
      all += std::to_string(record) + ':' + outcome + ' ';
    return std::string(trim(all));
  }

  std::map<std::string, std::string> values;
  std::map<std::uint32_t, std::string> outcomes;
  std::multimap<std::string, std::string> warnings;
  std::string chunk;

 private:
  void put(const char* kind, std::uint32_t record, std::uint32_t index,
           const stepgate_value& value) {
    const std::string key = std::to_string(record) + '.' + kind + std::to_string(index);
    if (value.type == STEPGATE_ABSENT) {
      values.erase(key);
    } else {
      values[key] = show(value);
    }
  }
  static std::string show(const stepgate_value& value) {
    const auto text = [&] {
      return std::string(value.as.str.data, static_cast<std::size_t>(value.as.str.size));
    };
    switch (value.type) {
      case STEPGATE_NULL:
        return "null";
      case STEPGATE_BOOL:
        return value.as.i64 != 0 ? "true" : "false";
      case STEPGATE_INT:
        return std::to_string(value.as.i64);
      case STEPGATE_FLOAT:
        return format_double(value.as.f64) + "f";
      case STEPGATE_STRING:
        return '\'' + text() + '\'';
      case STEPGATE_JSON:
        return "json " + text();
      default:
        return "bad " + text();
    }
  }
};

/// People 10, 20, 30; incoming fields country and score, attributes matchedBy and note.
inline ChunkMaker three_people() {
  ChunkMaker chunk({10, 20, 30});
  chunk.in("country").in("score", STEPGATE_TYPE_SCORE).attribute("matchedBy").attribute("note");
  return chunk;
}

inline CallbackLog read(std::string body, const ChunkMaker& chunk = three_people()) {
  CallbackLog log;
  const stepgate_chunk made = chunk.make();
  read_callback(body, made, log);
  return log;
}

inline std::string refused(std::string body) {
  try {
    read(std::move(body));
  } catch (const Error& error) {
    EXPECT_FALSE(error.remedy().empty());
    return error.code();
  }
  return {};
}

}  // namespace stepgate::protocol::testing
