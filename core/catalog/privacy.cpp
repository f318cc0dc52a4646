#include "catalog/privacy.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "catalog/names.hpp"

namespace stepgate::catalog {
namespace {

std::string whom(const store::ServiceRow& row) {
  const auto& provider = row.discovery["providerName"].as_string();
  return provider.empty() ? "the provider of " + row.name : provider;
}

std::string text_of(const store::ServiceRow& row) {
  auto text =
      "With every run, the outgoing fields of each person, the person's id and the step's "
      "parameters are sent to " +
      whom(row) + " at " + row.discovery["baseUrl"].string_or(row.url) +
      ", outside of this host. What becomes of them there is governed by what you have "
      "agreed with the provider; see that the people concerned may expect it. Map only "
      "what the service needs, and switch off the rest.";
  if (const auto& terms = row.discovery["termsOfService"].as_string(); !terms.empty())
    text += " Its terms: " + terms;
  return text;
}

std::vector<std::string> texts(const Json& list) {
  std::vector<std::string> texts;
  for (const auto& one : list.items()) texts.push_back(one.as_string());
  return texts;
}

Json list_of(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const auto& text : texts) list.push(text);
  return list;
}

std::vector<std::string> beyond(const std::vector<std::string>& sent,
                                const std::vector<std::string>& known) {
  std::vector<std::string> more;
  for (const auto& field : sent)
    if (std::find(known.begin(), known.end(), field) == known.end()) more.push_back(field);
  return more;
}

}  // namespace

std::vector<std::string> sent_fields(const Json& mapping) {
  std::vector<std::string> fields;
  for (const auto& row : mapping["outgoing"]["rows"].items()) {
    const auto& field = row["field"].as_string();
    if (!field.empty() && row["active"].as_bool(true) &&
        std::find(fields.begin(), fields.end(), field) == fields.end())
      fields.push_back(field);
  }
  return fields;
}

Json privacy_notice(const store::ServiceRow& row) {
  const auto sent = sent_fields(row.mapping);
  const auto& accepted = row.configuration["privacy"];
  return Json::object({{"text", text_of(row)},
                       {"fields", list_of(sent)},
                       {"accepted", accepted},
                       {"added", list_of(beyond(sent, texts(accepted["fields"])))}});
}

bool privacy_confirmed(const store::ServiceRow& row) {
  const auto& accepted = row.configuration["privacy"];
  return accepted.is_object() &&
         beyond(sent_fields(row.mapping), texts(accepted["fields"])).empty();
}

bool take_privacy(store::ServiceRow& row, const Json& request, Ms now) {
  if (!request["acceptPrivacyNotice"].as_bool()) return false;
  const auto by = usable_name(request["acceptedBy"].as_string());
  row.configuration.set("privacy", Json::object({{"by", by.empty() ? "admin" : by},
                                                 {"at", format_datetime(now)},
                                                 {"fields", list_of(sent_fields(row.mapping))}}));
  return true;
}

void require_privacy(store::ServiceRow& row, const Json& before, const Json& request, Ms now) {
  if (take_privacy(row, request, now) || row.state == "draft") return;
  auto known = texts(row.configuration["privacy"]["fields"]);
  for (auto& field : sent_fields(before)) known.push_back(std::move(field));
  const auto added = beyond(sent_fields(row.mapping), known);
  if (added.empty()) return;
  throw Error(ErrorKind::conflict, "PRIVACY_NOTICE_NOT_ACCEPTED", "service " + row.name,
              "would be sent further fields of people: " + enumerated(added),
              "Confirm the privacy notice for them: --accept-privacy-notice "
              "(acceptPrivacyNotice).");
}

}  // namespace stepgate::catalog
