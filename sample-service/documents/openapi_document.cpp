#include "documents/openapi_document.hpp"

#include "json/text.hpp"

namespace sample {
namespace {

constexpr std::string_view kHeadAfterInfo = R"json(,
    "version": "1.0.0",
    "x-providerName": "Stepgate Samples",
    "x-schemaVersion": "1.0.0",
    "x-supportContact": "support@stepgate.example",
    "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}
  },)json";

constexpr std::string_view kPaths = R"json(
  "paths": {)json";

constexpr std::string_view kSubmitPath = R"json(
    "/submitAsyncAction": {
      "post": {
        "operationId": "submitAsyncAction",
        "summary": "Takes a chunk of people; the results follow by callback",
        "requestBody": {
          "required": true,
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/async"}}}
        },
        "callbacks": {
          "selfServiceFlowComplete": {
            "{$request.body#/callbackUrl}": {
              "post": {
                "parameters": [
                  {"in": "header", "name": "x-api-key", "required": true, "schema": {"type": "string"},
                   "description": "The apiCallBackKey of the request"},
                  {"in": "header", "name": "x-callback-token", "required": true, "schema": {"type": "string"},
                   "description": "The token of the request"}
                ],
                "requestBody": {
                  "required": true,
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/flowCallBack"}}}
                },
                "responses": {
                  "200": {"description": "The results are taken"},
                  "404": {"description": "No such chunk"},
                  "405": {"description": "Not a callback"}
                }
              }
            }
          }
        },
        "responses": {
          "201": {"description": "Accepted; the callback will come"},
          "400": {"description": "The request cannot be read"},
          "401": {"description": "The key is missing or wrong"},
          "403": {"description": "The key does not allow this"},
          "429": {"description": "Too many requests; Retry-After says when to come again"},
          "500": {"description": "The service has failed"}
        }
      }
    },)json";

constexpr std::string_view kPicklistPath = R"json(
    "/getPicklist": {
      "post": {
        "operationId": "getPicklist",
        "summary": "The choices for one parameter",
        "requestBody": {
          "required": true,
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/getPicklistRequest"}}}
        },
        "responses": {
          "200": {"description": "The choices", "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/picklistObject"}}}}
        }
      }
    },)json";

constexpr std::string_view kReadPaths = R"json(
    "/getServiceDefinition": {
      "get": {
        "operationId": "getServiceDefinition",
        "summary": "What the service needs and what it gives back",
        "responses": {
          "200": {"description": "The definition", "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/serviceDefinition"}}}}
        }
      }
    },
    "/status": {
      "get": {
        "operationId": "getStatus",
        "summary": "Health and notices",
        "responses": {
          "200": {"description": "The status", "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/serviceStatus"}}}}
        }
      }
    },
    "/brandIcon": {
      "get": {
        "operationId": "getBrandIcon",
        "summary": "The icon of the provider",
        "responses": {
          "200": {"description": "An image", "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}
        }
      }
    },
    "/serviceIcon": {
      "get": {
        "operationId": "getServiceIcon",
        "summary": "The icon of the step",
        "responses": {
          "200": {"description": "An image", "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}
        }
      }
    },
    "/providerInstructions": {
      "get": {
        "operationId": "getProviderInstructions",
        "summary": "How to set the service up",
        "responses": {
          "200": {"description": "A page", "content": {"text/html": {"schema": {"type": "string"}}}}
        }
      }
    }
  },
  "components": {
    "schemas": )json";

void append_member(std::string_view key, std::string_view value, std::string& out) {
  out.append("\"").append(key).append("\": \"");
  append_escaped(value, out);
  out += '"';
}

}  // namespace

std::string openapi_document(const DocumentOptions& options) {
  std::string out = "{\n  \"openapi\": \"3.0.1\",\n  \"info\": {\n    ";
  append_member("title", options.title, out);
  out += ",\n    ";
  append_member("description", options.summary, out);
  out += kHeadAfterInfo;
  if (!options.scheme_name.empty())
    out.append("\n  \"security\": [{\"").append(options.scheme_name).append("\": []}],");
  out.append(kPaths).append(kSubmitPath);
  if (options.picklist) out += kPicklistPath;
  out.append(kReadPaths).append(openapi_schemas());
  if (!options.scheme_name.empty()) {
    out.append(",\n    \"securitySchemes\": {\n      \"").append(options.scheme_name);
    out.append("\": ").append(options.scheme).append("\n    }");
  }
  out += "\n  }\n}\n";
  return out;
}

}  // namespace sample
