#include "openapi/info.hpp"

#include "base/scalar_text.hpp"

namespace stepgate::openapi {
namespace {

constexpr std::size_t kLongDescription = 20'000;

std::string first_text(const Json& object, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    std::string text = scalar_text(object[key]);
    if (!text.empty()) return text;
  }
  return {};
}

struct Contact {
  std::string email, url;
  bool empty() const { return email.empty() && url.empty(); }
};

void take_text(std::string text, Contact& contact) {
  constexpr std::string_view kMailto = "mailto:";
  if (starts_with_i(text, kMailto)) text.erase(0, kMailto.size());
  const bool is_url = text.find("://") != std::string::npos || text.find('@') == std::string::npos;
  std::string& place = is_url ? contact.url : contact.email;
  if (place.empty()) place = std::move(text);
}

void take_members(const Json& object, Contact& contact) {
  if (contact.email.empty()) contact.email = first_text(object, {"x-supportEmail", "supportEmail"});
  if (contact.url.empty()) contact.url = first_text(object, {"x-supportPage", "supportPage"});
}

/// A text, an object of the older drafts, or members that stand beside it.
Contact read_contact(const Json& info, Findings& findings) {
  Contact contact;
  const Json& given = info["x-supportContact"];
  const std::string text = scalar_text(given);
  if (!text.empty()) take_text(text, contact);
  take_members(given, contact);
  take_members(info, contact);
  if (text.empty() && !contact.empty()) {
    findings.marketo_refuses({"SUPPORT_CONTACT_FORM", "/info/x-supportContact",
                              "the support contact is no text; it was found in x-supportEmail, "
                              "x-supportPage or beside",
                              "Write x-supportContact as one e-mail address or URL."});
  }
  return contact;
}

void missing(std::string_view key, std::string_view what, Findings& findings) {
  findings.marketo_refuses({"INFO_FIELD_MISSING", "/info/" + std::string(key),
                            "the document does not say " + std::string(what),
                            "Add info." + std::string(key) + '.'});
}

}  // namespace

void read_info(const Json& root, Json& discovery, Findings& findings) {
  const Json& info = root["info"];
  const std::string title = scalar_text(info["title"], 255);
  if (title.empty()) {
    findings.warn({"TITLE_MISSING", "/info/title", "the service has no name", "Add info.title."});
  }
  const std::string provider = scalar_text(info["x-providerName"], 255);
  if (provider.empty()) missing("x-providerName", "who provides the service", findings);
  const std::string schema = scalar_text(info["x-schemaVersion"], 255);
  if (schema.empty())
    missing("x-schemaVersion", "which version of the interface it follows", findings);
  const Contact contact = read_contact(info, findings);
  if (contact.empty()) missing("x-supportContact", "whom to ask for support", findings);
  discovery.set("title", title);
  discovery.set("description", scalar_text(info["description"], kLongDescription));
  discovery.set("version", scalar_text(info["version"], 255));
  discovery.set("providerName", provider);
  discovery.set("schemaVersion", schema);
  discovery.set("supportContact", Json::object({{"email", contact.email}, {"url", contact.url}}));
  discovery.set("termsOfService", scalar_text(info["termsOfService"]));
}

}  // namespace stepgate::openapi
