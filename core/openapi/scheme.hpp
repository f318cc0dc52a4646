// One security scheme of a document, put into the shape of sdk/ABI.md.
#pragma once
#include <string>
#include <string_view>

#include "openapi/references.hpp"
#include "openapi/url.hpp"

namespace stepgate::openapi {

/// A scheme, or why it is refused, in words.
struct SchemeResult {
  Json scheme;
  std::string refusal;
};

/// Borrows all it is given.
class SchemeReader {
 public:
  SchemeReader(const Json& root, const Url& document, std::string_view base_url,
               References& references, Findings& findings);

  bool defines(const std::string& name) const;
  /// `scopes` is what the entry of `security` asks for.
  SchemeResult read(const std::string& name, const Json& scopes) const;

 private:
  const Json& definition(const std::string& name) const;
  SchemeResult api_key(const std::string& name, const Json& given) const;
  SchemeResult http(const std::string& name, const Json& given) const;
  SchemeResult oauth2(const std::string& name, const Json& given, const Json& scopes) const;
  std::string absolute(const std::string& url) const;

  const Json& schemes_;
  const Url& document_;
  const std::string base_url_;
  References& references_;
  Findings& findings_;
};

}  // namespace stepgate::openapi
