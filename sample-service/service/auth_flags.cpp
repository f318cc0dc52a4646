// The flags of what is asked of callers.
#include <array>
#include <charconv>
#include <fstream>

#include "service/flags.hpp"

namespace sample {
namespace {

using O = Options;
using V = std::string_view;

template <auto kMember>
bool read_text(O& o, V text) {
  if (!text.starts_with('@')) return o.auth.*kMember = text, true;
  std::ifstream file{std::string(text.substr(1))};  // keeps a secret out of the process list
  return static_cast<bool>(std::getline(file, o.auth.*kMember));
}

template <auto kMember>
bool read_ms(O& o, V text) {
  std::uint32_t ms = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
  o.auth.*kMember = std::chrono::milliseconds(ms);
  return !text.empty() && error == std::errc() && end == text.data() + text.size();
}

template <class Word, std::size_t kCount>
bool read_word(V text, const std::array<std::pair<V, Word>, kCount>& words, Word& into) {
  for (const auto& [word, value] : words)
    if (word == text) return into = value, true;
  return false;
}

bool read_kind(O& o, V text) {
  static constexpr std::array<std::pair<V, AuthKind>, 4> kWords{{{"none", AuthKind::kNone},
                                                                 {"key", AuthKind::kKey},
                                                                 {"basic", AuthKind::kBasic},
                                                                 {"oauth2", AuthKind::kOAuth2}}};
  return read_word(text, kWords, o.auth.kind);
}

bool read_client_auth(O& o, V text) {
  static constexpr std::array<std::pair<V, ClientAuth>, 4> kWords{
      {{"any", ClientAuth::kAny},
       {"body", ClientAuth::kBody},
       {"basic", ClientAuth::kBasic},
       {"basic-raw", ClientAuth::kBasicRaw}}};
  return read_word(text, kWords, o.auth.client_auth);
}

bool read_token_status(O& o, V text) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), o.auth.token_status);
  return error == std::errc() && end == text.data() + text.size() && o.auth.token_status >= 200 &&
         o.auth.token_status <= 599;
}

constexpr Flag kFlags[] = {
    {"--auth", "none|key|basic|oauth2", "what callers prove themselves with (key)", read_kind,
     "Other credentials"},
    {"--username", "NAME", "of basic (sample)", read_text<&AuthOptions::username>},
    {"--password", "WORD|@FILE", "of basic (sample-password)", read_text<&AuthOptions::password>},
    {"--realm", "NAME", "of basic's challenge (Country Codes)", read_text<&AuthOptions::realm>},
    {"--realm-required", "true|false", "declared as x-realm-required",
     [](O& o, V v) { return o.auth.realm_required = v, v == "true" || v == "false"; }},
    {"--client-id", "ID", "of oauth2 (sample-client)", read_text<&AuthOptions::client_id>},
    {"--client-secret", "WORD|@FILE", "of oauth2 (sample-secret)",
     read_text<&AuthOptions::client_secret>},
    {"--client-auth", "any|body|basic|basic-raw", "how a client may say who it is (any)",
     read_client_auth},
    {"--scope", "NAME", "declared, and wanted in a token request", read_text<&AuthOptions::scope>},
    {"--grant-type-name", "NAME", "renames grant_type", read_text<&AuthOptions::grant_type_name>},
    {"--client-id-name", "NAME", "renames client_id", read_text<&AuthOptions::client_id_name>},
    {"--client-secret-name", "NAME", "renames client_secret",
     read_text<&AuthOptions::client_secret_name>},
    {"--token-lifetime-ms", "N", "of a token (3600000; 0: five minutes, and it is not said)",
     read_ms<&AuthOptions::token_lifetime>},
    {"--lifetime-as-text", "", "expires_in is a text",
     [](O& o, V) { return o.auth.lifetime_as_text = true; }},
    {"--refresh-tokens", "", "declare refreshUrl and give refresh tokens",
     [](O& o, V) { return o.auth.refresh_tokens = true; }},
    {"--token-delay-ms", "N", "before a token request is answered (0)",
     read_ms<&AuthOptions::token_delay>},
    {"--token-status", "S", "answer every token request with this status", read_token_status},
};

}  // namespace

std::span<const Flag> auth_flags() { return kFlags; }

}  // namespace sample
