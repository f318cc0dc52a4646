#include "base/json.hpp"

#include <cmath>
#include <limits>

#include "base/json_data.hpp"

namespace stepgate {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;

const std::string& no_text() {
  static const std::string text;
  return text;
}
const Json& shared_null() {
  static const Json null;
  return null;
}

}  // namespace

Json::Json() noexcept : integer_(0), type_(Type::null) {}
Json::Json(std::nullptr_t) noexcept : Json() {}
Json::Json(bool v) noexcept : Json() {
  boolean_ = v;
  type_ = Type::boolean;
}
Json::Json(int v) noexcept : Json(static_cast<long>(v)) {}
Json::Json(unsigned v) noexcept : Json(static_cast<long>(v)) {}
Json::Json(long v) noexcept : integer_(v), type_(Type::integer) {}
Json::Json(long long v) noexcept : Json(static_cast<long>(v)) {}
Json::Json(unsigned long v) noexcept : Json(static_cast<long>(v)) {
  if (v > static_cast<unsigned long>(std::numeric_limits<std::int64_t>::max())) {
    *this = Json(static_cast<double>(v));
  }
}
Json::Json(unsigned long long v) noexcept : Json(static_cast<unsigned long>(v)) {}
Json::Json(double v) noexcept : real_(v), type_(Type::real) {}
Json::Json(const char* v) : Json() {
  if (v != nullptr) *this = Json(std::string(v));
}
Json::Json(std::string v) : big_(Data::of(std::move(v))), integer_(0), type_(Type::string) {}
Json::Json(std::string_view v) : Json(std::string(v)) {}

Json::Json(const Json& other)
    : big_(other.big_ ? std::make_unique<Data>(*other.big_) : nullptr),
      integer_(0),
      type_(other.type_) {
  if (type_ == Type::boolean) boolean_ = other.boolean_;
  if (type_ == Type::integer) integer_ = other.integer_;
  if (type_ == Type::real) real_ = other.real_;
}

Json::Json(Json&& other) noexcept : Json() { *this = std::move(other); }

Json& Json::operator=(const Json& other) {
  if (this != &other) *this = Json(other);
  return *this;
}

Json& Json::operator=(Json&& other) noexcept {
  if (this == &other) return *this;
  // `other` may be a part of what this one holds: it is taken out before that goes away.
  std::unique_ptr<Data> taken = std::move(other.big_);
  const Type type = other.type_;
  if (type == Type::boolean) {
    boolean_ = other.boolean_;
  } else if (type == Type::real) {
    real_ = other.real_;
  } else {
    integer_ = other.type_ == Type::integer ? other.integer_ : 0;
  }
  other.type_ = Type::null;
  type_ = type;
  big_ = std::move(taken);
  return *this;
}

Json::~Json() = default;

Json Json::array(std::initializer_list<Json> items) {
  Json out;
  out.mutable_items().assign(items.begin(), items.end());
  return out;
}

Json Json::object(std::initializer_list<std::pair<std::string, Json>> members) {
  Json out;
  out.mutable_members();
  for (const auto& [name, value] : members) out.set(name, value);
  return out;
}

Json Json::bad(std::string raw) {
  Json out(std::move(raw));
  out.type_ = Type::bad;
  return out;
}

Json::Type Json::type() const noexcept { return type_; }

bool Json::as_bool(bool otherwise) const noexcept {
  return type_ == Type::boolean ? boolean_ : otherwise;
}

std::int64_t Json::as_int(std::int64_t otherwise) const noexcept {
  if (type_ == Type::integer) return integer_;
  if (type_ != Type::real || std::trunc(real_) != real_) return otherwise;
  return real_ >= -kTwoTo63 && real_ < kTwoTo63 ? static_cast<std::int64_t>(real_) : otherwise;
}

double Json::as_double(double otherwise) const noexcept {
  if (type_ == Type::real) return real_;
  return type_ == Type::integer ? static_cast<double>(integer_) : otherwise;
}

const std::string& Json::as_string() const noexcept {
  return type_ == Type::string || type_ == Type::bad ? big_->get<std::string>() : no_text();
}

std::string Json::string_or(std::string_view otherwise) const {
  return is_string() ? as_string() : std::string(otherwise);
}

std::size_t Json::size() const noexcept { return is_array() ? items().size() : members().size(); }

const Json::Array& Json::items() const& noexcept {
  static const Array empty;
  return is_array() ? big_->get<Array>() : empty;
}

const Json::Object& Json::members() const& noexcept {
  static const Object empty;
  return is_object() ? big_->get<Object>() : empty;
}

const Json& Json::operator[](std::string_view key) const noexcept {
  for (const auto& [name, value] : members()) {
    if (name == key) return value;
  }
  return shared_null();
}

const Json& Json::at(std::size_t index) const noexcept {
  return index < items().size() ? items()[index] : shared_null();
}

bool Json::has(std::string_view key) const noexcept { return &(*this)[key] != &shared_null(); }

}  // namespace stepgate
