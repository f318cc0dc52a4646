// A chunk for tests, which owns what the ABI's struct borrows.
#pragma once
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "stepgate/abi.h"

namespace stepgate::protocol::testing {

class ChunkMaker {
 public:
  explicit ChunkMaker(std::vector<std::int64_t> ids) : ids_(std::move(ids)) {}

  ChunkMaker& out(std::string_view key, std::uint32_t type = STEPGATE_TYPE_STRING) {
    out_.push_back({str(key), type, 0});
    return *this;
  }
  ChunkMaker& in(std::string_view key, std::uint32_t type = STEPGATE_TYPE_STRING) {
    in_.push_back({str(key), type, 0});
    return *this;
  }
  ChunkMaker& attribute(std::string_view key) {
    attributes_.push_back(str(key));
    return *this;
  }
  ChunkMaker& value(std::uint32_t type, std::int64_t number = 0) {
    stepgate_value value{};
    value.type = type;
    value.as.i64 = number;
    values_.push_back(value);
    return *this;
  }
  ChunkMaker& real(double number) {
    value(STEPGATE_FLOAT);
    values_.back().as.f64 = number;
    return *this;
  }
  ChunkMaker& text(std::string_view text, std::uint32_t type = STEPGATE_STRING) {
    value(type);
    values_.back().as.str = str(text);
    return *this;
  }
  ChunkMaker& context(std::string_view json) { return context_ = json, *this; }
  ChunkMaker& parameters(std::string_view json) { return parameters_ = json, *this; }
  ChunkMaker& headers(std::string_view json) { return headers_ = json, *this; }

  /// Valid while this lives and does not change.
  stepgate_chunk make() const {
    stepgate_chunk chunk{};
    chunk.struct_size = sizeof(stepgate_chunk);
    chunk.record_count = static_cast<std::uint32_t>(ids_.size());
    chunk.ids = ids_.data();
    chunk.out_field_count = static_cast<std::uint32_t>(out_.size());
    chunk.in_field_count = static_cast<std::uint32_t>(in_.size());
    chunk.out_fields = out_.data();
    chunk.in_fields = in_.data();
    chunk.values = values_.empty() ? nullptr : values_.data();
    chunk.attribute_count = static_cast<std::uint32_t>(attributes_.size());
    chunk.attempt = 1;
    chunk.attributes = attributes_.data();
    chunk.context = view(context_);
    chunk.parameters = view(parameters_);
    chunk.headers = view(headers_);
    chunk.callback_url = view(callback_url_);
    chunk.token = view(token_);
    chunk.callback_key = view(callback_key_);
    return chunk;
  }

 private:
  static stepgate_str view(const std::string& text) { return {text.data(), text.size()}; }
  stepgate_str str(std::string_view text) { return view(texts_.emplace_back(text)); }

  std::deque<std::string> texts_;
  std::vector<std::int64_t> ids_;
  std::vector<stepgate_field> out_, in_;
  std::vector<stepgate_str> attributes_;
  std::vector<stepgate_value> values_;
  std::string context_, parameters_, headers_;
  std::string callback_url_ = "http://127.0.0.1:8001/callback/abc";
  std::string token_ = "one-time", callback_key_ = "own-key";
};

}  // namespace stepgate::protocol::testing
