#include "base/error.hpp"
#include "openapi/sources.hpp"

namespace stepgate::openapi {
namespace {

class Events final : public JsonHandler {
 public:
  explicit Events(TreeBuilder& builder) : builder_(builder) {}

  bool on_null() override { return scalar({}); }
  bool on_bool(bool v) override { return scalar(v); }
  bool on_int(std::int64_t v) override { return scalar(static_cast<long long>(v)); }
  bool on_real(double v) override { return scalar(v); }
  bool on_string(std::string_view v) override { return scalar(v); }
  bool on_bad(std::string_view raw) override { return scalar(Json::bad(std::string(raw))); }
  bool on_key(std::string_view name) override {
    builder_.key(name);
    return true;
  }
  bool on_object_begin() override { return begin(Json::Type::object); }
  bool on_array_begin() override { return begin(Json::Type::array); }
  bool on_object_end() override { return end(); }
  bool on_array_end() override { return end(); }

 private:
  bool scalar(Json value) {
    builder_.scalar(std::move(value));
    return true;
  }
  bool begin(Json::Type type) {
    builder_.begin(type);
    return true;
  }
  bool end() {
    builder_.end();
    return true;
  }
  TreeBuilder& builder_;
};

}  // namespace

Json read_json_text(std::string_view text, bool comments, const TreeLimits& limits,
                    Findings& findings) {
  TreeBuilder builder(limits, findings);
  Events events(builder);
  JsonLimits bounds;
  bounds.max_depth = limits.max_depth;
  bounds.max_bytes = limits.max_bytes;
  bounds.max_values = limits.max_values;
  bounds.lenient = true;
  bounds.comments = comments;
  std::string copy(text);
  try {
    read_json(copy, events, bounds, "the document");
  } catch (const Error& error) {
    const bool bound = error.code() != "JSON_UNREADABLE";
    throw Unreadable{error.fact() + (error.cause().empty() ? "" : ", " + error.cause()), bound};
  }
  return builder.take();
}

}  // namespace stepgate::openapi
