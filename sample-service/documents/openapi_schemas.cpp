#include "documents/openapi_document.hpp"

namespace sample {

std::string_view openapi_schemas() {
  return R"json({
      "async": {
        "type": "object",
        "required": ["token", "campaignId", "callbackUrl"],
        "properties": {
          "token": {"type": "string", "description": "Good for one callback"},
          "apiCallBackKey": {"type": "string", "description": "Goes back as the header x-api-key"},
          "batchid": {"type": "string", "description": "The run of the campaign"},
          "campaignId": {"type": "integer", "format": "int32"},
          "callbackUrl": {"type": "string", "format": "uri"},
          "context": {"$ref": "#/components/schemas/context"},
          "objectData": {"type": "array", "items": {"$ref": "#/components/schemas/objectData"}}
        }
      },
      "context": {
        "type": "object",
        "properties": {
          "subscription": {
            "type": "object",
            "properties": {
              "munchkinId": {"type": "string"},
              "prefix": {"type": "string"},
              "crmSyncStatus": {"type": "string"}
            }
          },
          "admin": {"type": "object", "additionalProperties": true},
          "campaign": {"type": "object", "additionalProperties": true},
          "program": {"type": "object", "additionalProperties": true}
        }
      },
      "objectData": {
        "type": "object",
        "required": ["objectType", "objectContext"],
        "properties": {
          "objectType": {"type": "string", "enum": ["lead"]},
          "objectContext": {"$ref": "#/components/schemas/leadData"},
          "flowStepContext": {"type": "object", "additionalProperties": true},
          "programMemberContext": {"type": "object", "additionalProperties": true},
          "triggeringContext": {"type": "object", "additionalProperties": true}
        }
      },
      "leadData": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer", "format": "int64"}},
        "additionalProperties": true
      },
      "flowCallBack": {
        "type": "object",
        "required": ["munchkinId"],
        "properties": {
          "munchkinId": {"type": "string"},
          "errorCode": {"type": "string"},
          "errorMessage": {"type": "string"},
          "objectData": {"type": "array", "items": {"$ref": "#/components/schemas/callbackData"}}
        }
      },
      "callbackData": {
        "type": "object",
        "required": ["leadData"],
        "properties": {
          "leadData": {"$ref": "#/components/schemas/leadData"},
          "activityData": {
            "type": "object",
            "properties": {
              "success": {"type": "boolean"},
              "reason": {"type": "string"},
              "errorCode": {"type": "string"}
            },
            "additionalProperties": true
          }
        }
      },
      "serviceDefinition": {
        "type": "object",
        "required": ["apiName", "i18n", "primaryAttribute", "invocationPayloadDef", "callbackPayloadDef"],
        "properties": {
          "apiName": {"type": "string"},
          "i18n": {"type": "object", "additionalProperties": {"type": "object"}},
          "primaryAttribute": {"type": "string"},
          "invocationPayloadDef": {
            "type": "object",
            "properties": {
              "globalAttributes": {"type": "array", "items": {"$ref": "#/components/schemas/attribute"}},
              "flowAttributes": {"type": "array", "items": {"$ref": "#/components/schemas/attribute"}},
              "fields": {"type": "array", "items": {"$ref": "#/components/schemas/field"}},
              "headers": {"type": "array", "items": {"type": "object"}},
              "userDrivenMapping": {"type": "boolean"}
            },
            "additionalProperties": true
          },
          "callbackPayloadDef": {
            "type": "object",
            "properties": {
              "attributes": {"type": "array", "items": {"$ref": "#/components/schemas/attribute"}},
              "fields": {"type": "array", "items": {"$ref": "#/components/schemas/field"}},
              "userDrivenMapping": {"type": "boolean"}
            }
          }
        }
      },
      "attribute": {
        "type": "object",
        "required": ["apiName", "i18n", "dataType"],
        "properties": {
          "apiName": {"type": "string"},
          "i18n": {"type": "object", "additionalProperties": {"type": "object"}},
          "dataType": {"$ref": "#/components/schemas/fieldType"},
          "hasPicklist": {"type": "boolean"},
          "enforcePicklistSelect": {"type": "boolean"}
        }
      },
      "field": {
        "type": "object",
        "required": ["serviceAttribute", "description", "dataType"],
        "properties": {
          "serviceAttribute": {"type": "string"},
          "suggestedMarketoAttribute": {"type": "string"},
          "description": {"type": "object", "additionalProperties": {"type": "string"}},
          "dataType": {"$ref": "#/components/schemas/fieldType"},
          "required": {"type": "boolean"}
        }
      },
      "fieldType": {
        "type": "string",
        "enum": ["boolean", "integer", "date", "datetime", "email", "float", "score", "string", "url", "text"]
      },
      "serviceStatus": {
        "type": "object",
        "properties": {
          "info": {"type": "array", "items": {"type": "string"}},
          "warnings": {"type": "array", "items": {"type": "string"}},
          "errors": {"type": "array", "items": {"type": "string"}},
          "deprecationMessage": {"type": "string"},
          "deprecationDate": {"type": "string", "format": "date-time"}
        }
      },
      "getPicklistRequest": {
        "type": "object",
        "required": ["name", "type"],
        "properties": {
          "name": {"type": "string"},
          "type": {"type": "string", "enum": ["flow", "global", "header"]},
          "fieldMappingContext": {"type": "object", "additionalProperties": true}
        }
      },
      "picklistObject": {
        "type": "object",
        "required": ["choices"],
        "properties": {
          "choices": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["displayValue", "submittedValue"],
              "properties": {
                "displayValue": {"type": "object", "additionalProperties": {"type": "string"}},
                "submittedValue": {"type": "string"}
              }
            }
          }
        }
      }
    })json";
}

}  // namespace sample
