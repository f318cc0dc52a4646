// Builds a chunk of people for a test. What it builds owns its texts.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/json.hpp>
#include <stepgate/results.hpp>
#include <stepgate/text.hpp>

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stepgate::sdk::testing {

/// Name the fields first, then add people:
/// `ChunkBuilder().outgoing("country").incoming("code").person({"France"})`.
class ChunkBuilder {
 public:
  ChunkBuilder& outgoing(std::string_view key, uint32_t data_type = STEPGATE_TYPE_STRING) {
    out_.push_back({keep(key), data_type, 0});
    return *this;
  }
  ChunkBuilder& incoming(std::string_view key, uint32_t data_type = STEPGATE_TYPE_STRING) {
    in_.push_back({keep(key), data_type, 0});
    return *this;
  }
  ChunkBuilder& attribute(std::string_view name) {
    attributes_.push_back(keep(name));
    return *this;
  }
  /// Values in the order of the outgoing fields; missing ones are absent. Ids are 1, 2, ...
  ChunkBuilder& person(std::initializer_list<Json> values = {}) {
    ids_.push_back(static_cast<int64_t>(ids_.size()) + 1);
    std::size_t count = 0;
    for (const Json& value : values) {
      if (count++ < out_.size()) values_.push_back(cross(value));
    }
    for (; count < out_.size(); ++count) values_.push_back(stepgate_value{});
    return *this;
  }
  /// A flow attribute of the step.
  ChunkBuilder& parameter(std::string_view name, Json value) {
    parameters_.set(name, std::move(value));
    return *this;
  }
  ChunkBuilder& context(Json context) {
    context_ = std::move(context);
    return *this;
  }
  ChunkBuilder& callback(std::string_view url, std::string_view token) {
    url_ = url;
    token_ = token;
    return *this;
  }

  /// Valid until the builder is changed or gone. `with_values` false: as a callback sees it.
  const stepgate_chunk* build(bool with_values = true) {
    texts_[0] = parameters_.dump();
    texts_[1] = context_.dump();
    chunk_ = stepgate_chunk{};
    chunk_.struct_size = sizeof chunk_;
    chunk_.record_count = static_cast<uint32_t>(ids_.size());
    chunk_.ids = ids_.data();
    chunk_.out_field_count = static_cast<uint32_t>(out_.size());
    chunk_.in_field_count = static_cast<uint32_t>(in_.size());
    chunk_.out_fields = out_.data();
    chunk_.in_fields = in_.data();
    chunk_.values = with_values ? values_.data() : nullptr;
    chunk_.attribute_count = static_cast<uint32_t>(attributes_.size());
    chunk_.attempt = 1;
    chunk_.attributes = attributes_.data();
    chunk_.context = str(texts_[1]);
    chunk_.parameters = str(texts_[0]);
    chunk_.headers = str("{}");
    chunk_.callback_url = str(url_);
    chunk_.token = str(token_);
    return &chunk_;
  }

 private:
  stepgate_str keep(std::string_view text) { return str(kept_.emplace_back(text)); }
  stepgate_value cross(const Json& json) {
    if (json.is_bool()) return make_value(json.boolean());
    if (json.is_integer()) return make_value(json.integer());
    if (json.is_number()) return make_value(json.number());
    if (json.is_null()) return make_value(nullptr);
    if (json.is_string()) return make_value(view(keep(json.text())));
    return make_json_value(view(keep(json.dump())));
  }

  std::deque<std::string> kept_;  ///< a deque: what was kept stays where it is
  std::vector<int64_t> ids_;
  std::vector<stepgate_field> out_, in_;
  std::vector<stepgate_value> values_;
  std::vector<stepgate_str> attributes_;
  Json parameters_ = Json::object();
  Json context_ = Json::object();
  std::string url_, token_;
  std::string texts_[2];
  stepgate_chunk chunk_{};
};

}  // namespace stepgate::sdk::testing
