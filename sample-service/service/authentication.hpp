#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "http/server.hpp"
#include "net/event_loop.hpp"

namespace sample {

enum class AuthKind { kNone, kKey, kBasic, kOAuth2 };
enum class ClientAuth { kAny, kBody, kBasic, kBasicRaw };

// What is asked of callers, beside the API key's own options.
struct AuthOptions {
  AuthKind kind = AuthKind::kKey;
  std::string username = "sample", password = "sample-password";
  std::string realm = "Country Codes";  // of the challenge
  std::string realm_required;           // "true", "false"; empty: not said
  std::string client_id = "sample-client", client_secret = "sample-secret";
  ClientAuth client_auth = ClientAuth::kAny;
  std::string scope;  // declared and wanted; empty: none
  std::string grant_type_name = "grant_type", client_id_name = "client_id",
              client_secret_name = "client_secret";
  std::chrono::milliseconds token_lifetime{3'600'000};  // 0: the answer says nothing of it
  bool lifetime_as_text = false;
  bool refresh_tokens = false;
  std::chrono::milliseconds token_delay{0};
  int token_status = 0;  // not 0: every token request is answered with it
};

// Checks credentials and hands out tokens (docs/protocol.md section 1). POST /auth/revoke makes all
// tokens of before worthless, unless it says keep-tokens; with ?key=, ?password= or ?secret= the
// credentials are other ones from now on, with lifetime-ms, delay-ms and token-status what becomes
// of token requests.
class Authentication {
 public:
  Authentication(EventLoop& loop, AuthOptions& options, std::string& api_key,
                 const std::string& key_in_query)
      : loop_(loop), options_(options), api_key_(api_key), key_in_query_(key_in_query) {}

  bool accepts(const Request& request);
  // The lines that go with a 401.
  std::string challenge() const;
  // True when it was one of /token, /refresh, /auth/stats and /auth/revoke, and is answered.
  bool handle(std::string_view path, const Request& request, const Responder& responder);

 private:
  bool has_token(const Request& request);
  void token(const Request& request, const Responder& responder, bool refresh);
  Response granted(bool refresh);
  bool is_client(const Request& request, const std::string& body) const;
  void revoke(const Request& request, const Responder& responder);
  Response stats() const;
  std::string fresh(std::string_view kind);

  EventLoop& loop_;
  AuthOptions& options_;
  std::string& api_key_;
  const std::string& key_in_query_;
  std::set<std::string> refresh_tokens_;
  struct Issued {
    std::string token;
    Clock::time_point ends;
    bool operator<(const Issued& other) const { return token < other.token; }
  };
  std::set<Issued> tokens_;
  std::uint64_t issued_ = 0, token_requests_ = 0, refused_ = 0, refreshed_ = 0, unauthorized_ = 0;
};

// The document's entry below components.securitySchemes, and its name there; both empty for none.
// `key_in`, `key_name`: of an API key.
std::string security_scheme(const AuthOptions& options, std::string_view key_in,
                            std::string_view key_name);
std::string_view scheme_name(const AuthOptions& options);

}  // namespace sample
