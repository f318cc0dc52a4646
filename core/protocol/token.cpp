#include "protocol/token.hpp"

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace stepgate::protocol {
namespace {

std::string_view view(stepgate_str text) {
  return {text.data, static_cast<std::size_t>(text.size)};
}

/// Finds the member `token` of the outermost object and stops there.
class TokenMember final : public JsonHandler {
 public:
  const std::string& token() const noexcept { return token_; }

  bool on_null() override { return true; }
  bool on_bool(bool) override { return true; }
  bool on_int(std::int64_t) override { return true; }
  bool on_real(double) override { return true; }
  bool on_bad(std::string_view) override { return true; }
  bool on_string(std::string_view v) override {
    if (depth_ != 1 || !next_) return true;
    token_ = v;
    return false;
  }
  bool on_key(std::string_view name) override {
    next_ = depth_ == 1 && name == "token";
    return true;
  }
  bool on_object_begin() override { return ++depth_ > 0; }
  bool on_object_end() override { return --depth_ >= 0; }
  bool on_array_begin() override { return ++depth_ > 0; }
  bool on_array_end() override { return --depth_ >= 0; }

 private:
  int depth_ = 0;
  bool next_ = false;
  std::string token_;
};

std::string token_in_body(std::string_view body) {
  if (body.find("\"token\"") == std::string_view::npos) return {};
  std::string copy(body);
  TokenMember member;
  JsonLimits limits;
  limits.lenient = true;
  try {
    read_json(copy, member, limits, "the callback");
  } catch (const Error&) {  // said when the callback is read; a token before the fault counts here
  }
  return member.token();
}

std::string_view bearer(std::string_view value) {
  constexpr std::string_view kScheme = "bearer ";
  value = trim(value);
  return starts_with_i(value, kScheme) ? trim(value.substr(kScheme.size())) : std::string_view();
}

}  // namespace

std::string make_token(std::string_view random, std::string_view munchkin_id) {
  if (munchkin_id.size() != 11 || random.size() < 16) {
    throw Error(ErrorKind::invalid, "TOKEN_INPUT_INVALID", "the callback token",
                "it needs a munchkin id of 11 characters and at least 16 random bytes",
                "Correct subscription.munchkinId.");
  }
  return base64(std::string(munchkin_id) + base64url(random));
}

bool find_token(const stepgate_callback& callback,
                const std::function<bool(std::string_view)>& good) {
  for (const bool by_bearer : {false, true}) {
    for (std::uint32_t i = 0; i < callback.header_count; ++i) {
      const std::string_view name = view(callback.headers[i].name);
      const std::string_view value = view(callback.headers[i].value);
      if (!iequals(name, by_bearer ? "authorization" : "x-callback-token")) continue;
      const std::string_view token = by_bearer ? bearer(value) : trim(value);
      if (!token.empty() && good(token)) return true;
    }
  }
  const std::string token = token_in_body(view(callback.body));
  return !token.empty() && good(token);
}

}  // namespace stepgate::protocol
