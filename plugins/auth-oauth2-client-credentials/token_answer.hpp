// What a token endpoint said.
#pragma once
#include <stepgate/error.hpp>
#include <stepgate/http.hpp>

#include <cstdint>
#include <optional>
#include <string>

/// A token, or the refusal that says why there is none.
struct TokenAnswer {
  std::string token;          ///< empty: none
  std::string refresh_token;  ///< empty: none came
  int64_t lifetime_ms = 0;
  bool lifetime_given = true;  ///< false: what it said of it can't be read, or it said nothing

  std::optional<stepgate::sdk::PluginError> failure;
  /// Refused in a way that another client authentication may mend (docs/protocol.md section 1).
  bool try_otherwise = false;
};

TokenAnswer read_token_answer(const stepgate::sdk::HttpResponse& response, const std::string& url);
