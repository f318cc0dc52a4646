#include "profiles/country_profile.hpp"

#include "documents/country_documents.hpp"
#include "json/text.hpp"

namespace sample {
namespace {

using Kind = JsonScanner::Kind;

constexpr WantedKeys kWanted{{"country", ""}, {"codeFormat", "onUnknown"}, "defaultRegionHint"};
constexpr std::size_t kMaxEcho = 120;  // bytes of a name that are repeated in a reason

// The text of a string value; `storage` holds it when it had escapes.
std::string_view text_of(const RawValue& value, std::string& storage) {
  if (value.text.find('\\') == std::string_view::npos) return value.text;
  storage = unescaped(value.text);
  return storage;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string fragment(const countries::Country& country, std::string_view code) {
  std::string out = ",\"countryCode\":\"";
  append_escaped(code, out);
  out += "\",\"countryName\":\"";
  append_escaped(country.name, out);
  out += "\",\"region\":\"";
  append_escaped(country.continent, out);
  out += R"("},"activityData":{"success":true,"matchedBy":")";
  return out;
}

void append_confidence(int percent, std::string& out) {
  if (percent >= 100) {
    out += "1.0";
    return;
  }
  out += "0.";
  out += static_cast<char>('0' + percent / 10);
  out += static_cast<char>('0' + percent % 10);
}

void append_id(const Lead& lead, std::string& out) {
  out += R"({"leadData":{"id":)";
  append_number(lead.id, out);
}

}  // namespace

CountryProfile::CountryProfile() {
  for (const auto& country : countries::all_countries()) {
    fragments_.push_back({fragment(country, country.alpha2), fragment(country, country.alpha3),
                          fragment(country, country.numeric)});
  }
}

std::string_view CountryProfile::title() const { return "Country Codes"; }
std::string_view CountryProfile::summary() const {
  return "Finds the ISO 3166-1 code, the English name and the continent for what people typed as "
         "their country.";
}
std::string_view CountryProfile::definition() const { return country_definition(); }
std::string_view CountryProfile::instructions() const { return country_instructions(); }
const WantedKeys& CountryProfile::wanted() const { return kWanted; }

std::optional<std::string_view> CountryProfile::picklist(std::string_view type,
                                                         std::string_view name) const {
  if (type != "flow") return std::nullopt;
  if (name == "codeFormat") return code_format_choices();
  if (name == "onUnknown") return on_unknown_choices();
  return std::nullopt;
}

Outcome CountryProfile::append_entry(const Submit& submit, const Lead& lead,
                                     std::string& out) const {
  const auto format = format_of(lead.parameters[0]);
  if (!format) {
    return append_failure(lead, "CODE_FORMAT_UNKNOWN",
                          "codeFormat is none of alpha2, alpha3, numeric", out);
  }
  const RawValue& country = lead.fields[0];
  std::string name_storage, hint_storage;
  std::string_view name, hint;
  // A number is taken as a numeric code; true, lists and objects name no country.
  if (country.kind == Kind::kString || country.kind == Kind::kNumber) {
    name = text_of(country, name_storage);
  }
  if (submit.option.kind == Kind::kString) hint = text_of(submit.option, hint_storage);
  if (const auto match = matcher_.find(name, hint)) return append_match(lead, match, *format, out);
  return append_no_match(lead, country, out);
}

std::optional<CountryProfile::Format> CountryProfile::format_of(const RawValue& parameter) const {
  if (!parameter.is_set() || parameter.text == "alpha2" || parameter.text.empty()) return kAlpha2;
  if (parameter.text == "alpha3") return kAlpha3;
  if (parameter.text == "numeric") return kNumeric;
  return std::nullopt;
}

Outcome CountryProfile::append_match(const Lead& lead, const countries::Match& match, Format format,
                                     std::string& out) const {
  const auto row = static_cast<std::size_t>(match.country - countries::all_countries().data());
  append_id(lead, out);
  out += fragments_[row][format];
  out += to_text(match.by);
  out += R"(","confidence":)";
  append_confidence(match.confidence, out);
  out += "}}";
  return {true, 3};
}

Outcome CountryProfile::append_no_match(const Lead& lead, const RawValue& country,
                                        std::string& out) const {
  const auto& on_unknown = lead.parameters[1];
  if (on_unknown.text == "keep") {
    append_id(lead, out);
    out += R"(},"activityData":{"success":true,"confidence":0.0}})";
    return {true, 0};
  }
  if (on_unknown.text == "clear") {
    append_id(lead, out);
    // The text "null" clears a field, JSON null would change nothing (docs/protocol.md section 4).
    out += R"(,"countryCode":"null","countryName":"null","region":"null"},)"
           R"("activityData":{"success":true,"confidence":0.0}})";
    return {true, 3};
  }
  std::string storage;
  const auto name = text_of(country, storage);
  if (!country.is_set() || (country.kind == Kind::kString && is_blank(name))) {
    return append_failure(lead, "COUNTRY_EMPTY", "The person has no country", out);
  }
  std::string reason = "No country is known by this name";
  if (name.size() <= kMaxEcho) reason.append(": ").append(name);
  return append_failure(lead, "COUNTRY_UNKNOWN", reason, out);
}

}  // namespace sample
