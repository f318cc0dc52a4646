// A chunk of two people, and a sink that writes down what comes.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/call_bridge.hpp"
#include "plugin/services.hpp"

namespace stepgate::plugin {

/// Person 11: country "Deutschland", age 41; person 12: nothing.
class TestChunk {
 public:
  explicit TestChunk(std::string parameters, std::string_view in = "code",
                     std::string_view attribute = "by")
      : parameters_(std::move(parameters)) {
    out_ = {stepgate_field{str("country"), STEPGATE_TYPE_STRING, 0},
            stepgate_field{str("age"), STEPGATE_TYPE_INTEGER, 0}};
    in_ = {str(in), STEPGATE_TYPE_STRING, 0};
    attribute_ = str(attribute);
    values_[0].type = STEPGATE_STRING;
    values_[0].as.str = str("Deutschland");
    values_[1].type = STEPGATE_INT;
    values_[1].as.i64 = 41;
    chunk_.struct_size = sizeof chunk_;
    chunk_.record_count = 2;
    chunk_.ids = ids_.data();
    chunk_.out_field_count = 2;
    chunk_.in_field_count = 1;
    chunk_.out_fields = out_.data();
    chunk_.in_fields = &in_;
    chunk_.values = values_.data();
    chunk_.attribute_count = 1;
    chunk_.attempt = 1;
    chunk_.attributes = &attribute_;
    chunk_.parameters = str(parameters_);
  }
  TestChunk(const TestChunk&) = delete;
  /// Another name for the first outgoing field, another text of the first person. Both are
  /// literals.
  void out_key(std::string_view key) { out_[0].key = str(key); }
  void text(std::string_view value) { values_[0].as.str = str(value); }
  const stepgate_chunk& raw() const { return chunk_; }
  const stepgate_chunk& without_values() {
    chunk_.values = nullptr;
    return chunk_;
  }

 private:
  std::string parameters_;
  std::array<std::int64_t, 2> ids_{11, 12};
  std::array<stepgate_field, 2> out_;
  stepgate_field in_{};
  stepgate_str attribute_{};
  std::array<stepgate_value, 4> values_{};
  stepgate_chunk chunk_{};
};

class ResultLog : public ResultSink {
 public:
  explicit ResultLog(std::string field = {}) : field_(std::move(field)) {}
  void set(std::uint32_t record, std::uint32_t field, const stepgate_value& value) override {
    lines.push_back("set " + at(record) + std::string(field_name(field)) + "=" + text(value));
  }
  void set_attribute(std::uint32_t record, std::uint32_t, const stepgate_value& value) override {
    lines.push_back("attribute " + at(record) + "by=" + text(value));
  }
  void finish(std::uint32_t record, bool success, std::string_view code,
              std::string_view reason) override {
    lines.push_back("finish " + at(record) +
                    (success ? "ok" : std::string(code) + ": " + std::string(reason)));
  }
  void fail_chunk(std::string_view code, std::string_view message) override {
    lines.push_back("fail " + std::string(code) + ": " + std::string(message));
  }
  void warn(std::int64_t record, std::string_view code, std::string_view message) override {
    lines.push_back("warn " + at(record) + std::string(code) + ": " + std::string(message));
  }
  std::vector<std::string> lines;

 private:
  template <class T>
  static std::string at(T record) {
    return std::to_string(record) + " ";
  }
  std::string_view field_name(std::uint32_t) const {
    return field_.empty() ? std::string_view("code") : std::string_view(field_);
  }
  static std::string text(const stepgate_value& value) {
    switch (value.type) {
      case STEPGATE_INT:
        return std::to_string(value.as.i64);
      case STEPGATE_STRING:
        return std::string(view(value.as.str));
      case STEPGATE_BAD:
        return "bad " + std::string(view(value.as.str));
      default:
        return "type " + std::to_string(value.type);
    }
  }
  std::string field_;
};

}  // namespace stepgate::plugin
