// What is sent to a token endpoint, and the ways in which a client says who it is there.
#pragma once
#include <stepgate/http.hpp>
#include <stepgate/json.hpp>

#include <string>
#include <string_view>
#include <vector>

/// How id and secret travel (docs/protocol.md section 1). The names are kept in the grant's state.
enum class ClientStyle { body, basic, basic_raw };

std::string_view style_name(ClientStyle style);

/// All of them in the order of trying: what worked before first. Basic raw is left out where it
/// would send the same as form-encoded Basic, or can't be told apart (a colon in the id).
std::vector<ClientStyle> styles(const std::string& remembered, const std::string& id,
                                const std::string& secret);

/// The scopes, separated by spaces: the admin's, else the scheme's; empty: none.
std::string scope_of(const stepgate::sdk::Json& scheme, const stepgate::sdk::Json& credential);

/// A request for a new grant; with a refresh token, one that goes to refreshUrl.
stepgate::sdk::HttpRequest token_request(const stepgate::sdk::Json& scheme,
                                         const stepgate::sdk::Json& credential, ClientStyle style,
                                         const std::string& refresh_token = {});
