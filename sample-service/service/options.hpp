#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "net/sockets.hpp"
#include "oddities/oddities.hpp"
#include "service/authentication.hpp"

namespace sample {

enum class TokenPlace { kHeader, kBearer, kBody };

// "Every N": N = 0 is never, N = 1 always. Submits are counted when they could be read, callback
// faults count the accepted ones, people are counted over all accepted chunks; the first one is
// number 1.
struct FaultOptions {
  std::uint64_t reject_every = 0;
  std::uint64_t unavailable_every = 0;
  std::uint64_t error_every = 0;
  std::uint64_t chunk_error_every = 0;
  std::uint64_t lead_error_every = 0;
  std::uint64_t partial_every = 0;
  std::uint64_t duplicate_every = 0;
  std::uint64_t bad_token_every = 0;
  std::uint64_t garbage_every = 0;
  std::uint64_t no_callback_every = 0;
  std::uint64_t retry_after = 1;  // seconds, with 429 and 503
  int status_code = 0;            // answers every submit; 0: 201
  bool work_anyway = false;       // call back after a refusal, too
  bool status_fail = false;
};

struct Options {
  HostPort listen{"127.0.0.1", 9400};
  std::string port_file;
  std::string profile = "countries";
  std::string base_path;  // empty, or "/v2"
  std::string api_key = "sample-key";
  AuthOptions auth;
  std::string key_in_query;  // name of the parameter; empty: the header X-API-Key
  bool yaml_only = false;
  bool picklist = true;
  std::string log_file;
  std::uint64_t salt = 1;

  bool hold = false;
  std::chrono::milliseconds delay{0};
  std::size_t callback_connections = 16;
  std::chrono::milliseconds callback_timeout{10'000};
  int callback_retries = 5;
  std::chrono::milliseconds retry_pause{200};
  TokenPlace token_place = TokenPlace::kHeader;
  FaultOptions faults;
  Oddities oddities;
  bool list_oddities = false;

  bool help = false;
};

// Throws std::invalid_argument, with a text for whoever typed the arguments.
Options parse_options(std::span<const char* const> arguments);

std::string help_text();

}  // namespace sample
