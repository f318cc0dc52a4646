#include "base/json_gate.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace stepgate {

JsonGate::JsonGate(JsonHandler& handler, const JsonLimits& limits, std::string_view subject)
    : handler_(handler),
      max_depth_(std::min(limits.max_depth, kDeepest)),
      max_values_(limits.max_values),
      subject_(subject),
      lenient_(limits.lenient) {}

bool JsonGate::on_number(const char* text, std::size_t length) {
  const JsonNumber number = read_json_number({text, length});
  switch (number.kind) {
    case JsonNumber::Kind::integer:
      return count() && handler_.on_int(number.integer);
    case JsonNumber::Kind::real:
      return count() && handler_.on_real_text({text, length}, number.real);
    case JsonNumber::Kind::out_of_range:
      break;
  }
  return on_bad({text, length}, "a number is out of range");
}

bool JsonGate::on_bad(std::string_view raw, const char* why) {
  if (!lenient_) return refuse(Fault::unreadable, why);
  return count() && handler_.on_bad(raw);
}

bool JsonGate::on_begin(bool object) {
  if (depth_ == max_depth_) return refuse(Fault::too_deep, "");
  object_[depth_++] = object;
  return count() && (object ? handler_.on_object_begin() : handler_.on_array_begin());
}

bool JsonGate::on_end() {
  --depth_;
  return object_[depth_] ? handler_.on_object_end() : handler_.on_array_end();
}

bool JsonGate::refuse(Fault fault, const char* why) noexcept {
  fault_ = fault;
  why_ = why;
  return false;
}

void JsonGate::raise(std::size_t offset) const {
  const std::string at = " at byte " + std::to_string(offset);
  const std::string subject(subject_);
  if (fault_ == Fault::too_deep) {
    throw Error(ErrorKind::malformed, "JSON_TOO_DEEP", subject,
                "is nested more than " + std::to_string(max_depth_) + " levels deep" + at,
                "Send a flatter document");
  }
  if (fault_ == Fault::too_large) {
    throw Error(ErrorKind::too_large, "JSON_TOO_LARGE", subject,
                "holds more than " + std::to_string(max_values_) + " values" + at,
                "Send less at once");
  }
  throw Error(ErrorKind::malformed, "JSON_UNREADABLE", subject, "is not readable as JSON" + at,
              "Correct the text there", why_);
}

}  // namespace stepgate
