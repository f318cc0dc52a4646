#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <sstream>

#include "openapi/sources.hpp"
#include "openapi/yaml_scalar.hpp"

namespace stepgate::openapi {
namespace {

constexpr std::string_view kTextTag = "tag:yaml.org,2002:str";

/// yaml-cpp calls these names. A "?" tag marks a plain scalar, "!" a quoted or block one.
class Events final : public YAML::EventHandler {
 public:
  explicit Events(TreeBuilder& builder) : builder_(builder) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t anchor) override {
    if (builder_.expects_key()) return builder_.key("null");
    builder_.scalar({}, anchor);
  }
  void OnAlias(const YAML::Mark&, YAML::anchor_t anchor) override { builder_.alias(anchor); }
  void OnScalar(const YAML::Mark&, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (builder_.expects_key()) return builder_.key(value);
    const bool text = tag == "!" || tag == kTextTag;
    builder_.scalar(text ? Json(value) : plain_scalar(value), anchor);
  }
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(Json::Type::array, anchor);
  }
  void OnSequenceEnd() override { builder_.end(); }
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(Json::Type::object, anchor);
  }
  void OnMapEnd() override { builder_.end(); }

 private:
  void begin(Json::Type type, YAML::anchor_t anchor) {
    if (builder_.expects_key()) throw Unreadable{"a key is not a text"};
    builder_.begin(type, anchor);
  }
  TreeBuilder& builder_;
};

}  // namespace

Json read_yaml_text(std::string_view text, const TreeLimits& limits, Findings& findings) {
  TreeBuilder builder(limits, findings);
  Events events(builder);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    parser.HandleNextDocument(events);
  } catch (const YAML::Exception& error) {
    const bool known = !error.mark.is_null();
    throw Unreadable{error.msg + (known ? " (line " + std::to_string(error.mark.line + 1) + ')'
                                        : std::string())};
  }
  return builder.take();
}

}  // namespace stepgate::openapi
