#include "wire/submit.hpp"

#include <charconv>
#include <utility>

#include "json/text.hpp"

namespace sample {
namespace {

using Kind = JsonScanner::Kind;

class SubmitReader {
 public:
  SubmitReader(std::string_view body, const WantedKeys& wanted, Submit& submit)
      : in_(body), wanted_(wanted), submit_(submit) {}

  std::optional<std::string> read() {
    start_afresh();
    in_.object([this](std::string_view key) { top_member(key); });
    if (!error_.empty()) return error_;
    if (!in_.at_end()) return "the body is not one JSON object";
    if (submit_.token.empty()) return "token is missing";
    if (!submit_.campaign_id) return "campaignId is missing or not an integer";
    if (submit_.callback_url.empty()) return "callbackUrl is missing";
    return std::nullopt;
  }

 private:
  // Nothing of an earlier request stays but the memory of its leads.
  void start_afresh() {
    auto leads = std::move(submit_.leads);
    leads.clear();
    submit_ = {};
    submit_.leads = std::move(leads);
  }

  void top_member(std::string_view key) {
    if (key == "objectData") return object_data();
    if (key == "context") return context();
    if (key == "token") return text(submit_.token);
    if (key == "apiCallBackKey") return text(submit_.callback_key);
    if (key == "callbackUrl") return text(submit_.callback_url);
    if (key == "batchid") return text(submit_.batch_id);
    if (key == "campaignId") {
      submit_.campaign_id = integer(in_.value());
    } else {
      in_.skip();
    }
  }

  void context() {
    if (in_.kind() != Kind::kObject) return in_.skip();
    in_.object([this](std::string_view key) {
      if (in_.kind() != Kind::kObject) return in_.skip();
      if (key == "subscription") {
        in_.object([this](std::string_view name) {
          name == "munchkinId" ? text(submit_.munchkin_id) : in_.skip();
        });
      } else if (key == "admin") {
        in_.object([this](std::string_view name) {
          name == wanted_.option ? raw(submit_.option) : in_.skip();
        });
      } else {
        in_.skip();
      }
    });
  }

  void object_data() {
    if (in_.kind() != Kind::kArray) return refuse("objectData is not an array");
    in_.array([this] {
      if (in_.kind() != Kind::kObject) return refuse("an entry of objectData is not an object");
      Lead& lead = submit_.leads.emplace_back();
      bool has_id = false;
      in_.object([&](std::string_view key) {
        if (key == "objectContext" && in_.kind() == Kind::kObject) {
          has_id = object_context(lead);
        } else if (key == "flowStepContext" && in_.kind() == Kind::kObject) {
          in_.object(
              [&](std::string_view name) { pick(name, wanted_.parameters, lead.parameters); });
        } else {
          in_.skip();
        }
      });
      if (in_.ok() && !has_id)
        refuse("an entry of objectData has no objectContext with an integer id");
    });
  }

  bool object_context(Lead& lead) {
    std::optional<std::int64_t> id;
    in_.object([&](std::string_view key) {
      if (key == "id") {
        id = integer(in_.value());
      } else {
        ++lead.field_count;
        pick(key, wanted_.fields, lead.fields);
      }
    });
    lead.id = id.value_or(0);
    return id.has_value();
  }

  void pick(std::string_view key, const std::array<std::string_view, 2>& names,
            std::array<RawValue, 2>& values) {
    if (key == names[0]) return raw(values[0]);
    if (key == names[1]) return raw(values[1]);
    in_.skip();
  }

  void raw(RawValue& value) {
    value.kind = in_.kind();
    value.text = value.kind == Kind::kString ? in_.string() : in_.value();
  }

  void text(std::string& into) {
    into.clear();
    if (in_.kind() != Kind::kString) return in_.skip();
    into = unescaped(in_.string());
  }

  static std::optional<std::int64_t> integer(std::string_view text) {
    std::int64_t value = 0;
    const auto end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc() || last != end) return std::nullopt;
    return value;
  }

  void refuse(std::string_view why) {
    error_ = why;
    in_.fail();
  }

  JsonScanner in_;
  const WantedKeys& wanted_;
  Submit& submit_;
  std::string error_;
};

}  // namespace

std::optional<std::string> read_submit(std::string_view body, const WantedKeys& wanted,
                                       Submit& submit) {
  return SubmitReader(body, wanted, submit).read();
}

}  // namespace sample
