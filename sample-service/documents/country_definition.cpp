#include "documents/country_documents.hpp"

namespace sample {

// docs/protocol.md section 3: mapping is service-driven in both directions.
std::string_view country_definition() {
  return R"json({
  "apiName": "country-codes",
  "i18n": {
    "en_US": {
      "name": "Country Codes",
      "filterName": "Country Code was Looked Up",
      "triggerName": "Country Code is Looked Up",
      "description": "Finds the ISO 3166-1 code, English name and continent of a person's country"
    },
    "de_DE": {
      "name": "Ländercodes",
      "filterName": "Ländercode wurde gesucht",
      "triggerName": "Ländercode wird gesucht",
      "description": "Findet den Code nach ISO 3166-1, den englischen Namen und den Kontinent"
    }
  },
  "primaryAttribute": "codeFormat",
  "invocationPayloadDef": {
    "globalAttributes": [
      {
        "apiName": "defaultRegionHint",
        "i18n": {
          "en_US": {
            "name": "Default Region Hint",
            "description": "A continent or a two-letter code",
            "uiTooltip": "Decides between countries of the same name, for example Congo: CD"
          }
        },
        "dataType": "string"
      }
    ],
    "flowAttributes": [
      {
        "apiName": "codeFormat",
        "i18n": {
          "en_US": {
            "name": "Code Format",
            "description": "Which of the three ISO 3166-1 codes is wanted",
            "uiTooltip": "Two letters, three letters or three digits"
          },
          "de_DE": {"name": "Codeformat", "description": "Welcher der drei Codes gewünscht ist"}
        },
        "dataType": "string",
        "hasPicklist": true,
        "enforcePicklistSelect": true
      },
      {
        "apiName": "onUnknown",
        "i18n": {
          "en_US": {
            "name": "If Unknown",
            "description": "What happens to people whose country is empty or unknown",
            "uiTooltip": "Fail them, keep what they have, or clear the fields"
          },
          "de_DE": {"name": "Wenn unbekannt", "description": "Was bei leerem oder unbekanntem Land geschieht"}
        },
        "dataType": "string",
        "hasPicklist": true,
        "enforcePicklistSelect": true
      }
    ],
    "fields": [
      {
        "serviceAttribute": "country",
        "suggestedMarketoAttribute": "country",
        "description": {"en_US": "The country, in any spelling or as a code"},
        "dataType": "string",
        "required": true
      },
      {
        "serviceAttribute": "email",
        "suggestedMarketoAttribute": "email",
        "description": {"en_US": "The e-mail address"},
        "dataType": "email",
        "required": false
      },
      {
        "serviceAttribute": "city",
        "suggestedMarketoAttribute": "city",
        "description": {"en_US": "The city"},
        "dataType": "string",
        "required": false
      },
      {
        "serviceAttribute": "postalCode",
        "suggestedMarketoAttribute": "postalCode",
        "description": {"en_US": "The postal code"},
        "dataType": "string",
        "required": false
      }
    ],
    "headers": [
      {
        "name": "X-Request-Source",
        "description": {"en_US": "Who is asking; shown in the log of the service"},
        "hasPicklist": false
      }
    ],
    "userDrivenMapping": false,
    "programContext": false,
    "campaignContext": true,
    "triggerContext": false,
    "programMemberContext": false,
    "subscriptionContext": true,
    "myTokenContext": []
  },
  "callbackPayloadDef": {
    "attributes": [
      {
        "apiName": "matchedBy",
        "i18n": {
          "en_US": {
            "name": "Matched By",
            "description": "exact, normalised, alias or code"
          }
        },
        "dataType": "string"
      },
      {
        "apiName": "confidence",
        "i18n": {
          "en_US": {
            "name": "Confidence",
            "description": "From 0 to 1; below 0.7 the name means several countries"
          }
        },
        "dataType": "float"
      }
    ],
    "fields": [
      {
        "serviceAttribute": "countryCode",
        "suggestedMarketoAttribute": "countryCode",
        "description": {"en_US": "The ISO 3166-1 code"},
        "dataType": "string"
      },
      {
        "serviceAttribute": "countryName",
        "suggestedMarketoAttribute": "countryName",
        "description": {"en_US": "The English short name"},
        "dataType": "string"
      },
      {
        "serviceAttribute": "region",
        "suggestedMarketoAttribute": "region",
        "description": {"en_US": "The continent"},
        "dataType": "string"
      }
    ],
    "userDrivenMapping": false
  }
}
)json";
}

std::string_view code_format_choices() {
  return R"json({"choices": [
  {"displayValue": {"en_US": "Two letters (DE)", "de_DE": "Zwei Buchstaben (DE)"}, "submittedValue": "alpha2"},
  {"displayValue": {"en_US": "Three letters (DEU)", "de_DE": "Drei Buchstaben (DEU)"}, "submittedValue": "alpha3"},
  {"displayValue": {"en_US": "Three digits (276)", "de_DE": "Drei Ziffern (276)"}, "submittedValue": "numeric"}
]}
)json";
}

std::string_view on_unknown_choices() {
  return R"json({"choices": [
  {"displayValue": {"en_US": "Fail the person", "de_DE": "Als Fehler melden"}, "submittedValue": "fail"},
  {"displayValue": {"en_US": "Keep the fields", "de_DE": "Felder behalten"}, "submittedValue": "keep"},
  {"displayValue": {"en_US": "Clear the fields", "de_DE": "Felder leeren"}, "submittedValue": "clear"}
]}
)json";
}

}  // namespace sample
