// The sample service as a native adapter: the same fields, parameters, outcomes and reasons,
// without HTTP. Install it as plugin:adapter-country-codes.
#include <stepgate/plugin.hpp>

#include <string>

#include "countries/matcher.hpp"

namespace {

using namespace stepgate::sdk;

constexpr std::size_t kMaxEcho = 120;  ///< bytes of a name that are repeated in a reason

enum class Format { alpha2, alpha3, numeric, unknown };

Format format_of(const std::string& name) {
  if (name.empty() || name == "alpha2") return Format::alpha2;
  if (name == "alpha3") return Format::alpha3;
  return name == "numeric" ? Format::numeric : Format::unknown;
}

std::string_view code_of(const countries::Country& country, Format format) {
  if (format == Format::alpha3) return country.alpha3;
  return format == Format::numeric ? country.numeric : country.alpha2;
}

bool blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Where the chunk's columns stand; looked up once.
struct Columns {
  explicit Columns(const Chunk& chunk)
      : country(chunk.field("country")),
        code(chunk.in_field("countryCode")),
        name(chunk.in_field("countryName")),
        region(chunk.in_field("region")),
        matched_by(chunk.attribute("matchedBy")),
        confidence(chunk.attribute("confidence")) {}
  std::size_t country, code, name, region, matched_by, confidence;
};

class CountryCodes : public NativeProvider {
 public:
  Definition definition() const override {
    return Definition("country-codes", "Country Codes (native)")
        .describe("Finds the ISO 3166-1 code, English name and continent of a person's country")
        .outgoing(Field("country").describe("The country, in any spelling or as a code").required())
        .outgoing(Field("email", "email").describe("The e-mail address"))
        .outgoing(Field("city").describe("The city"))
        .outgoing(Field("postalCode").describe("The postal code"))
        .incoming(Field("countryCode").describe("The ISO 3166-1 code"))
        .incoming(Field("countryName").describe("The English short name"))
        .incoming(Field("region").describe("The continent"))
        .flow(Attribute("codeFormat")
                  .label("Code Format")
                  .tooltip("Two letters, three letters or three digits")
                  .picklist(true))
        .flow(Attribute("onUnknown")
                  .label("If Unknown")
                  .tooltip("Fail them, keep what they have, or clear the fields")
                  .picklist(true))
        .global(Attribute("defaultRegionHint")
                    .label("Default Region Hint")
                    .tooltip("Decides between countries of the same name"))
        .activity(Attribute("matchedBy").label("Matched By"))
        .activity(Attribute("confidence", "float").label("Confidence"))
        .context("campaign");
  }

  Choices choices(const Call& call, std::string_view attribute) override {
    if (attribute == "codeFormat")
      return Choices()
          .add("alpha2", "Two letters (DE)")
          .add("alpha3", "Three letters (DEU)")
          .add("numeric", "Three digits (276)");
    if (attribute == "onUnknown")
      return Choices()
          .add("fail", "Fail the person")
          .add("keep", "Keep the fields")
          .add("clear", "Clear the fields");
    return NativeProvider::choices(call, attribute);
  }

  void enrich(const Call&, const Chunk& chunk, const Results& results) override {
    const Json parameters = Json::parse(chunk.parameters());
    const auto format = format_of(parameters["codeFormat"].text());
    const auto on_unknown = parameters["onUnknown"].text();
    const auto hint = Json::parse(chunk.context())["admin"]["defaultRegionHint"].text();
    const Columns columns(chunk);
    for (std::size_t person = 0; person < chunk.size(); ++person) {
      if (format == Format::unknown) {
        results.fail(person, "CODE_FORMAT_UNKNOWN",
                     "codeFormat is none of alpha2, alpha3, numeric");
        continue;
      }
      const auto name = chunk.text(person, columns.country);
      if (const auto match = matcher_.find(name, hint))
        take(results, columns, person, match, format);
      else
        miss(results, columns, person, name, on_unknown);
    }
  }

 private:
  static void take(const Results& results, const Columns& columns, std::size_t person,
                   const countries::Match& match, Format format) {
    results.set(person, columns.code, code_of(*match.country, format));
    results.set(person, columns.name, match.country->name);
    results.set(person, columns.region, match.country->continent);
    results.set_attribute(person, columns.matched_by, countries::to_text(match.by));
    results.set_attribute(person, columns.confidence, match.confidence / 100.0);
    results.succeed(person);
  }

  static void miss(const Results& results, const Columns& columns, std::size_t person,
                   std::string_view name, const std::string& on_unknown) {
    if (on_unknown == "keep" || on_unknown == "clear") {
      if (on_unknown == "clear")
        for (const auto column : {columns.code, columns.name, columns.region})
          results.set(person, column, "null");
      results.set_attribute(person, columns.confidence, 0.0);
      results.succeed(person);
      return;
    }
    if (blank(name)) {
      results.fail(person, "COUNTRY_EMPTY", "The person has no country");
      return;
    }
    std::string reason = "No country is known by this name";
    if (name.size() <= kMaxEcho) reason.append(": ").append(name);
    results.fail(person, "COUNTRY_UNKNOWN", reason);
  }

  const countries::Matcher matcher_;
};

}  // namespace

STEPGATE_PLUGIN(provider<CountryCodes>("adapter-country-codes", "1.0.0", "Country Codes (native)",
                                       "provider:country-codes"));
