#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <istream>
#include <streambuf>

#include "openapi/sources.hpp"
#include "openapi/yaml_scalar.hpp"

namespace stepgate::openapi {
namespace {

/// How far yaml-cpp may read between two events. Where a key may stand it looks ahead to the end of
/// a flow collection and keeps every token: 8 MiB of brackets would take 2 GB.
constexpr std::size_t kLookAhead = 512u << 10;

/// The document in slices, ending early when too much was read since the last event.
class MeteredText final : public std::streambuf {
 public:
  explicit MeteredText(std::string_view text) : rest_(text) {}
  void progress() noexcept { since_event_ = 0; }
  bool ran_out() const noexcept { return ran_out_; }

 protected:
  int_type underflow() override {
    if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
    ran_out_ = ran_out_ || since_event_ >= kLookAhead;
    const std::size_t size = ran_out_ ? 0 : std::min(kSlice, rest_.size());
    if (size == 0) return traits_type::eof();
    char* const begin = const_cast<char*>(rest_.data());  // a get area is never written to
    setg(begin, begin, begin + size);
    rest_.remove_prefix(size);
    since_event_ += size;
    return traits_type::to_int_type(*begin);
  }

 private:
  static constexpr std::size_t kSlice = 4096;
  std::string_view rest_;
  std::size_t since_event_ = 0;
  bool ran_out_ = false;
};

constexpr std::string_view kTextTag = "tag:yaml.org,2002:str";

/// yaml-cpp calls these names. A "?" tag marks a plain scalar, "!" a quoted or block one.
class Events final : public YAML::EventHandler {
 public:
  Events(TreeBuilder& builder, MeteredText& text) : builder_(builder), text_(text) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t anchor) override {
    text_.progress();
    if (builder_.expects_key()) return builder_.key("null");
    builder_.scalar({}, anchor);
  }
  void OnAlias(const YAML::Mark&, YAML::anchor_t anchor) override {
    text_.progress();
    builder_.alias(anchor);
  }
  void OnScalar(const YAML::Mark&, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    text_.progress();
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
    text_.progress();
    if (builder_.expects_key()) throw Unreadable{"a key is not a text"};
    builder_.begin(type, anchor);
  }
  TreeBuilder& builder_;
  MeteredText& text_;
};

Unreadable too_far() {
  return {
      "a value or a collection in braces is longer than " + std::to_string(kLookAhead) + " bytes",
      true};
}

Unreadable in_words(const YAML::Exception& error) {
  const bool placed = !error.mark.is_null();
  return {error.msg +
          (placed ? " (line " + std::to_string(error.mark.line + 1) + ')' : std::string())};
}

/// What is wrong with a text that ended early follows from that.
void parse(MeteredText& text, Events& events) {
  try {
    std::istream stream(&text);
    YAML::Parser parser(stream);
    parser.HandleNextDocument(events);
  } catch (const YAML::Exception& error) {
    throw text.ran_out() ? too_far() : in_words(error);
  } catch (const Unreadable&) {
    if (text.ran_out()) throw too_far();
    throw;
  }
  if (text.ran_out()) throw too_far();
}

}  // namespace

Json read_yaml_text(std::string_view text, const TreeLimits& limits, Findings& findings) {
  TreeBuilder builder(limits, findings);
  MeteredText metered(text);
  Events events(builder, metered);
  parse(metered, events);
  return builder.take();
}

}  // namespace stepgate::openapi
