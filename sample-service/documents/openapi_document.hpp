#pragma once

#include <string>
#include <string_view>

namespace sample {

struct DocumentOptions {
  std::string_view title;
  std::string_view summary;
  std::string_view scheme_name;  // of the only security scheme; empty: none is asked for
  std::string_view scheme;       // its object, as JSON
  bool picklist = true;
};

// The OpenAPI 3.0 document as JSON (docs/protocol.md section 1). It names no server, so the folder
// that it is read from is the base of the service, whatever host and port that is.
std::string openapi_document(const DocumentOptions& options);

// components.schemas of the document.
std::string_view openapi_schemas();

}  // namespace sample
