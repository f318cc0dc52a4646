#include "documents/bench_documents.hpp"

namespace sample {

std::string_view bench_definition() {
  return R"json({
  "apiName": "bench-enrichment",
  "i18n": {
    "en_US": {
      "name": "Benchmark Enrichment",
      "filterName": "Benchmark Enrichment was Used",
      "triggerName": "Benchmark Enrichment is Used",
      "description": "Ten fields out, three fields back"
    }
  },
  "primaryAttribute": "matchOn",
  "invocationPayloadDef": {
    "globalAttributes": [],
    "flowAttributes": [
      {"apiName": "matchOn", "i18n": {"en_US": {"name": "Match On", "description": "What people are matched on"}},
       "dataType": "string", "hasPicklist": true, "enforcePicklistSelect": false},
      {"apiName": "overwriteExisting", "i18n": {"en_US": {"name": "Overwrite", "description": "Replace values"}},
       "dataType": "boolean"},
      {"apiName": "minimumConfidence", "i18n": {"en_US": {"name": "Confidence", "description": "At least, percent"}},
       "dataType": "integer"}
    ],
    "fields": [
      {"serviceAttribute": "email", "suggestedMarketoAttribute": "email", "description": {"en_US": "E-mail address"},
       "dataType": "email", "required": true},
      {"serviceAttribute": "firstName", "suggestedMarketoAttribute": "firstName", "description": {"en_US": "First name"},
       "dataType": "string", "required": false},
      {"serviceAttribute": "lastName", "suggestedMarketoAttribute": "lastName", "description": {"en_US": "Last name"},
       "dataType": "string", "required": false},
      {"serviceAttribute": "phone", "suggestedMarketoAttribute": "phone", "description": {"en_US": "Phone number"},
       "dataType": "string", "required": false},
      {"serviceAttribute": "company", "suggestedMarketoAttribute": "company", "description": {"en_US": "Company"},
       "dataType": "string", "required": false},
      {"serviceAttribute": "title", "suggestedMarketoAttribute": "title", "description": {"en_US": "Job title"},
       "dataType": "string", "required": false},
      {"serviceAttribute": "country", "suggestedMarketoAttribute": "country", "description": {"en_US": "Country"},
       "dataType": "string", "required": false},
      {"serviceAttribute": "city", "suggestedMarketoAttribute": "city", "description": {"en_US": "City"},
       "dataType": "string", "required": false},
      {"serviceAttribute": "industry", "suggestedMarketoAttribute": "industry", "description": {"en_US": "Industry"},
       "dataType": "string", "required": false},
      {"serviceAttribute": "leadScore", "suggestedMarketoAttribute": "leadScore", "description": {"en_US": "Lead score"},
       "dataType": "score", "required": false}
    ],
    "headers": [],
    "userDrivenMapping": false,
    "programContext": false,
    "campaignContext": false,
    "triggerContext": false,
    "programMemberContext": false,
    "subscriptionContext": true
  },
  "callbackPayloadDef": {
    "attributes": [
      {"apiName": "matchReason", "i18n": {"en_US": {"name": "Match Reason", "description": "What matched"}},
       "dataType": "string"},
      {"apiName": "providerReference", "i18n": {"en_US": {"name": "Reference", "description": "The provider's record"}},
       "dataType": "string"}
    ],
    "fields": [
      {"serviceAttribute": "region", "suggestedMarketoAttribute": "benchRegion",
       "description": {"en_US": "Sales region"}, "dataType": "string"},
      {"serviceAttribute": "segment", "suggestedMarketoAttribute": "benchSegment",
       "description": {"en_US": "Market segment"}, "dataType": "string"},
      {"serviceAttribute": "qualityScore", "suggestedMarketoAttribute": "benchQuality",
       "description": {"en_US": "Quality from 0 to 999"}, "dataType": "integer"}
    ],
    "userDrivenMapping": false
  }
}
)json";
}

std::string_view bench_instructions() {
  return R"html(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Benchmark Enrichment</title></head>
<body>
<h1>Benchmark Enrichment</h1>
<p>For measuring a host. Map all ten outgoing fields; <strong>region</strong>, <strong>segment</strong> and
<strong>qualityScore</strong> come back and are made up from the person's id.</p>
</body>
</html>
)html";
}

std::string_view match_on_choices() {
  return R"json({"choices": [
  {"displayValue": {"en_US": "E-mail address"}, "submittedValue": "email"},
  {"displayValue": {"en_US": "Company"}, "submittedValue": "company"}
]}
)json";
}

}  // namespace sample
