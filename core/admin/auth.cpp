#include "admin/auth.hpp"

#include "admin/problem.hpp"
#include "base/text.hpp"

namespace stepgate::admin {
namespace {

constexpr std::string_view kScheme = "Bearer ";
constexpr const char* kRemedy =
    "Send the text of the admin.token file: Authorization: Bearer TOKEN";

}  // namespace

void require_token(const http::ServerRequest& request, const Secret& token) {
  const auto header = request.header("Authorization");
  if (!starts_with_i(header, kScheme))
    throw HttpError(401, "TOKEN_MISSING", "the admin token", "was not sent", kRemedy,
                    {"WWW-Authenticate", "Bearer realm=\"stepgate\""});
  // Hashes are compared: nothing of the token shows in the time that it takes, its length included.
  const auto given = sha256_hex(trim(header.substr(kScheme.size())));
  if (token.empty() || !equal_constant_time(given, sha256_hex(token.reveal())))
    throw HttpError(401, "TOKEN_WRONG", "the admin token", "is not the one of this host", kRemedy,
                    {"WWW-Authenticate", "Bearer realm=\"stepgate\", error=\"invalid_token\""});
}

}  // namespace stepgate::admin
